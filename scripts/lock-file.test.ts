import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

// runs npm
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const FILES = ["package.json", "package-lock.json", ".npmrc"];
const root = join(import.meta.dirname, "..");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "forage-lock-"));
  for (const file of FILES) copyFileSync(join(root, file), join(folder, file));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lockIn = (place: string) => readFileSync(join(place, "package-lock.json"), "utf8");

it("is left as it is by npm install", () => {
  const args = ["install", "--package-lock-only", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  // an empty cache: nothing about a package is known but what the lock file says
  const options = { cwd: folder, stdio: "pipe", shell: process.platform === "win32" } as const;
  execFileSync("npm", [...args, "--cache", join(folder, "cache")], options);
  expect(lockIn(folder)).toBe(lockIn(root));
});

/** npm 10 and 11 up to 11.8 drop these lines, newer ones keep what they find: without them all versions agree. */
it("holds nothing that another npm takes out", () => {
  expect(lockIn(root)).not.toContain('"libc"');
});
