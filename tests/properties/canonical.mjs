// Reads the canonical vectors as a JavaScript end would, and says on standard output what it thinks
// of each: its hash where it is taken, "refused" where it is not. Holds the whole rule by itself.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const LARGEST_INTEGER = 2 ** 53;
const DEEPEST = 32;
const KEY = /^[a-z0-9_][a-z0-9_./:-]*$/;

function written(value, depth) {
  if (depth > DEEPEST) throw new Error("too deep");
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return writtenText(value);
  if (typeof value === "number") return writtenNumber(value);
  if (Array.isArray(value)) return `[${value.map((item) => written(item, depth + 1)).join(",")}]`;
  return `{${writtenKeys(value, depth)}}`;
}

function writtenText(text) {
  if (text.includes("\0") || !text.isWellFormed()) throw new Error("cannot be kept");
  return JSON.stringify(text);
}

function writtenNumber(number) {
  if (!Number.isInteger(number) || Math.abs(number) > LARGEST_INTEGER) throw new Error("a number");
  return Object.is(number, -0) ? "0" : String(number);
}

function writtenKeys(value, depth) {
  const keys = Object.keys(value).sort();
  if (keys.some((key) => !KEY.test(key))) throw new Error("a name");
  return keys.map((key) => `${JSON.stringify(key)}:${written(value[key], depth + 1)}`).join(",");
}

function answer(text) {
  try {
    const value = JSON.parse(text);
    const isObject = value !== null && typeof value === "object" && !Array.isArray(value);
    if (!isObject || written(value, 0) !== text) return "refused";
    return createHash("sha256").update(text, "utf8").digest("hex");
  } catch {
    return "refused";
  }
}

const vectors = JSON.parse(readFileSync(process.argv[2], "utf8"));
const texts = [...vectors.taken, ...vectors.refused].map((vector) => vector.text);
process.stdout.write(JSON.stringify(texts.map(answer)));
