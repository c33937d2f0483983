// The peer's server for `./dev bench sync --peer`: express-pouchdb on LevelDB, which counts what goes over its sockets.
// usage: node server.js FOLDER; prints its port, then answers until it is ended.
const path = require('path');
const here = (name) => require(require.resolve(name, { paths: [process.env.PEER_MODULES] }));
const express = here('express');
const PouchDB = here('pouchdb').defaults({ prefix: path.join(process.argv[2], 'db-') });

const counted = { requests: 0, read: 0, written: 0 };
const sockets = new Map();

function settle(socket) {
  const before = sockets.get(socket);
  counted.read += socket.bytesRead - before.read;
  counted.written += socket.bytesWritten - before.written;
  sockets.set(socket, { read: socket.bytesRead, written: socket.bytesWritten });
}

const app = express();
app.get('/_counted', (request, response) => {
  sockets.forEach((_, socket) => settle(socket));
  response.json(counted);
});
app.use((request, response, next) => {
  counted.requests += 1;
  next();
});
app.use('/', here('express-pouchdb')(PouchDB, { mode: 'minimumForPouchDB', inMemoryConfig: true }));

const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
server.on('connection', (socket) => {
  sockets.set(socket, { read: 0, written: 0 });
  socket.on('close', () => {
    settle(socket);
    sockets.delete(socket);
  });
});
