import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lightPython } from "./training-python";

let root: string;
const environment = () => join(root, "training", ".venv-light");

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "forage-light-"));
  mkdirSync(join(environment(), "bin"), { recursive: true });
  writeFileSync(join(root, "training", "light.lock"), "ruff==1\n");
  writeFileSync(join(environment(), "bin", "python"), "");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("an environment made whole from the lock of today is used", () => {
  writeFileSync(join(environment(), "light.lock"), "ruff==1\n");
  expect(lightPython(root)).toBe(join(environment(), "bin", "python"));
});

test("an environment whose making was cut off is not used", () => {
  expect(lightPython(root)).toBeUndefined();
});

test("an environment of an older lock is not used", () => {
  writeFileSync(join(environment(), "light.lock"), "ruff==0\n");
  expect(lightPython(root)).toBeUndefined();
});

test("without an environment there is none", () => {
  rmSync(environment(), { recursive: true });
  expect(lightPython(root)).toBeUndefined();
});
