import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isBuildFresh, sourceHash, warningsIn } from "./build";

let root: string;
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "forage-build-"));
  write("app/page.tsx", "one");
  write("lib/core/box.ts", "two");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it("changes with a source's content, name or absence, not with its time", () => {
  const before = sourceHash(root);
  utimesSync(join(root, "app/page.tsx"), 1, 1);
  expect(sourceHash(root)).toBe(before);
  write("app/page.tsx", "other");
  const changed = sourceHash(root);
  expect(changed).not.toBe(before);
  rmSync(join(root, "app/page.tsx"));
  write("app/about.tsx", "other");
  expect(sourceHash(root)).not.toBe(changed);
});

it("does not change with tests, the command line or data", () => {
  const before = sourceHash(root);
  for (const path of [
    "lib/core/box.test.ts",
    "server/cli/forage.ts",
    "server/start/testing/stub.mjs",
    ".forage/run.json",
  ]) {
    write(path, "new");
  }
  expect(sourceHash(root)).toBe(before);
});

it("is fresh only when the build is whole and of these sources", () => {
  const place = { root, distFolder: ".next" };
  const hash = sourceHash(root);
  expect(isBuildFresh(place, hash)).toBe(false);
  write(".next/BUILD_ID", "x");
  write(".next/forage-build", hash);
  expect(isBuildFresh(place, hash)).toBe(false);
  write("public/worker/detection.js", "x");
  expect(isBuildFresh(place, hash)).toBe(true);
  expect(isBuildFresh(place, "another")).toBe(false);
});

it("finds what Next's build warns of, and nothing in a build without warnings", () => {
  const printed =
    "✓ Compiled successfully in 91s\nTurbopack build encountered 1 warnings:\n./server/a.ts:1:2\n";
  expect(warningsIn(printed)).toBe("Turbopack build encountered 1 warnings:\n./server/a.ts:1:2");
  expect(warningsIn("✓ Compiled successfully in 91s\n")).toBe("");
});
