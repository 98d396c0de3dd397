import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { clearBuilds, openOtherBuild, shareBuild } from "./shared-builds";
import { type SmallStore, startSmallStore } from "./testing/small-store";

const DAY_MS = 86_400_000;
let store: SmallStore;
let root: string;
const saved = { ...process.env };

function write(name: string, content: string): void {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

beforeAll(async () => {
  store = await startSmallStore();
  root = mkdtempSync(path.join(tmpdir(), "forage-build-"));
  delete process.env.FORAGE_DIST_DIR;
  Object.assign(process.env, {
    FORAGE_ROOT: root,
    FORAGE_S3_BUCKET: "forage",
    FORAGE_S3_ENDPOINT: store.endpoint,
    AWS_ACCESS_KEY_ID: "forage",
    AWS_SECRET_ACCESS_KEY: "forage",
  });
  write(".next/static/chunks/mine.js", "mine");
  write("public/worker/wasm/1/engine.wasm", "engine");
});
beforeEach(() => store.objects.clear());
afterAll(async () => {
  process.env = saved;
  rmSync(root, { recursive: true, force: true });
  await store.stop();
});

async function read(address: string): Promise<string | undefined> {
  const opened = await openOtherBuild(address);
  return opened && `${opened.type} ${await text(opened.stream)}`;
}

it("gives a script that only another build has, and leaves its own to Next", async () => {
  expect(await shareBuild()).toBe(2);
  rmSync(path.join(root, ".next/static/chunks/mine.js"));
  expect(await read("_next/static/chunks/mine.js")).toBe("application/javascript; charset=UTF-8 mine");
  write(".next/static/chunks/mine.js", "mine");
  expect(await read("_next/static/chunks/mine.js")).toBeUndefined();
  expect(await read("_next/static/chunks/nobody.js")).toBeUndefined();
});

it.each([
  "_next/static/../../../work/imports/1/upload.json",
  "_next/static//x",
  "worker/./x",
  "_next/data/x.json",
  "api/v1/health",
])("gives nothing for %s", async (address) => {
  store.objects.set("forage/work/imports/1/upload.json", {
    bytes: Buffer.from("{}"),
    tag: '"1"',
    writtenAt: new Date(),
  });
  expect(await read(address)).toBeUndefined();
});

it("is sent once, again after a week, and gone after a month without a replica that has it", async () => {
  expect(await shareBuild()).toBe(2);
  expect(await shareBuild()).toBe(0);
  expect(await shareBuild(Date.now() + 8 * DAY_MS)).toBe(2);
  expect(await clearBuilds(Date.now() + 29 * DAY_MS)).toBe(0);
  expect(await clearBuilds(Date.now() + 31 * DAY_MS)).toBe(2);
  expect(store.objects.size).toBe(0);
});

it("is as if nobody had it while the object store is away", async () => {
  store.fault = () => "busy";
  try {
    expect(await read("_next/static/chunks/nobody.js")).toBeUndefined();
  } finally {
    store.fault = undefined;
  }
});
