// The peer's client for `./dev bench sync --peer`: PouchDB on LevelDB. One order a line on standard input, as JSON;
// one answer a line on standard output: seconds and documents.
const fs = require('fs');
const path = require('path');
const readline = require('readline');
const here = (name) => require(require.resolve(name, { paths: [process.env.PEER_MODULES] }));
const PouchDB = here('pouchdb');
const there = (name) => new PouchDB(process.argv[3] + name);
const local = (name) => new PouchDB(path.join(process.argv[2], name));
const options = { batch_size: 1000, batches_limit: 10 };

const read = (file) => fs.readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));

async function fill(database, file) {
  const documents = read(file);
  for (let at = 0; at < documents.length; at += 1000) await database.bulkDocs(documents.slice(at, at + 1000));
  return documents.length;
}

const orders = {
  put: ({ name, file }) => fill(local(name), file),
  seed: ({ name, file }) => fill(there(name), file),
  pull: async ({ name }) => (await local(name).replicate.from(there(name), options)).docs_written,
  push: async ({ name }) => (await local(name).replicate.to(there(name), options)).docs_written,
};

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const order = JSON.parse(line);
    const began = process.hrtime.bigint();
    const documents = await orders[order.do](order);
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    console.log(JSON.stringify({ seconds, documents }));
  }
})();
