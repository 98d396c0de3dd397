import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openLog, rotateLog } from "./log-file";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "forage-logs-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (name: string) => readFileSync(join(folder, "logs", name), "utf8");

it("keeps what earlier runs wrote", () => {
  for (const text of ["first\n", "second\n"]) {
    const log = openLog(folder, "app");
    writeSync(log, text);
    closeSync(log);
  }
  expect(read("app.log")).toBe("first\nsecond\n");
});

it("moves a long one aside while it is written to, and keeps five", () => {
  const log = openLog(folder, "worker");
  for (let round = 1; round <= 7; round++) {
    writeSync(log, `round ${round}\n`);
    appendFileSync(join(folder, "logs", "worker.log"), "x".repeat(5_000_001));
    rotateLog(folder, "worker");
  }
  writeSync(log, "after\n");
  closeSync(log);
  expect(read("worker.log")).toBe("after\n");
  expect(readdirSync(join(folder, "logs")).toSorted()).toEqual([
    ...[1, 2, 3, 4, 5].map((n) => `worker.${n}.log`),
    "worker.log",
  ]);
  expect([1, 5].map((n) => read(`worker.${n}.log`).slice(0, 7))).toEqual(["round 7", "round 3"]);
});
