/**
 * ONNX Runtime reads /proc/self/cmdline and matches it with a regular expression that calls itself for each letter: a
 * command of some 80 KB (600 photos with long paths) overflows the stack, and the process ends with a segmentation
 * fault before its first line. So a long command is run by a second process with a short one, which gets the words
 * through a pipe.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** A tenth of what overflows the stack. */
const MAX_COMMAND_BYTES = 8_000;
/** Says that the words come from this pipe. */
const FLAG = "--words-from-fd-3";

/** Whether this process's own command is too long for ONNX Runtime. */
export function isLong() {
  return process.argv.reduce((bytes, word) => bytes + Buffer.byteLength(word) + 1, 0) > MAX_COMMAND_BYTES;
}

/** @returns the words that a parent hands over; undefined when they are on the command line itself */
export function wordsFromParent() {
  if (process.argv[2] !== FLAG) return undefined;
  const words = JSON.parse(readFileSync(3, "utf8"));
  if (!Array.isArray(words)) throw new RangeError("the parent handed over no list of words");
  return words.map(String);
}

/**
 * @param {string} script that calls `wordsFromParent`
 * @param {readonly string[]} words
 * @returns {Promise<number>} the exit status
 */
export async function runWithWordsApart(script, words) {
  const child = spawn(process.execPath, [...process.execArgv, script, FLAG], {
    stdio: ["inherit", "inherit", "inherit", "pipe"],
  });
  const pass = (signal) => child.kill(signal);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, pass);
  child.stdio[3].on("error", () => undefined);
  child.stdio[3].end(JSON.stringify(words));
  return await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
