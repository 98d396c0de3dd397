import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { dataPath } from "./data-folder";
import { getFileStore } from "./service";
import {
  bringFile,
  bringGrowing,
  bringMissing,
  bringPlace,
  namesIn,
  openShared,
  removeShared,
  shareFile,
} from "./shared-files";
import { type SmallStore, startSmallStore } from "./testing/small-store";

vi.setConfig({ testTimeout: 60_000 });

let store: SmallStore;
/** Data folders of two replicas. */
let folders: readonly [string, string];
const saved = { ...process.env };

/** What follows is done by one of them. */
function as(replica: 0 | 1): void {
  process.env.FORAGE_DATA_DIR = folders[replica];
}

function write(name: string, content: string | Uint8Array): string {
  const place = dataPath(...name.split("/"));
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, content);
  return place;
}

const read = (name: string) => readFileSync(dataPath(...name.split("/")), "utf8");

beforeAll(async () => {
  store = await startSmallStore();
  Object.assign(process.env, {
    FORAGE_S3_BUCKET: "forage",
    FORAGE_S3_ENDPOINT: store.endpoint,
    AWS_ACCESS_KEY_ID: "forage",
    AWS_SECRET_ACCESS_KEY: "forage",
  });
});
beforeEach(() => {
  store.objects.clear();
  folders = [mkdtempSync(path.join(tmpdir(), "forage-a-")), mkdtempSync(path.join(tmpdir(), "forage-b-"))];
});
afterAll(async () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  process.env = saved;
  await store.stop();
});

it("gives what one replica shared to another, in any script, and again when it changed", async () => {
  as(0);
  await shareFile(write("imports/1/files/ü 1.jpg", "first"));
  as(1);
  await bringPlace(dataPath("imports/1/files"));
  expect(read("imports/1/files/ü 1.jpg")).toBe("first");
  as(0);
  // as long as before: its size alone does not tell
  await shareFile(write("imports/1/files/ü 1.jpg", "other"));
  as(1);
  await bringFile(dataPath("imports/1/files/ü 1.jpg"));
  expect(read("imports/1/files/ü 1.jpg")).toBe("other");
});

it("sends a large file in parts, and opens it without a copy", async () => {
  const content = Buffer.alloc(40 * 2 ** 20, "forage ");
  as(0);
  await shareFile(write("exports/1.zip", content));
  as(1);
  const opened = await openShared(dataPath("exports/1.zip"));
  expect(opened?.bytes).toBe(content.length);
  expect((await buffer(opened?.stream as never)).equals(content)).toBe(true);
  expect(readdirSync(folders[1])).toEqual([]);
});

it("is removed everywhere: what lies with another replica goes when that one asks for it", async () => {
  as(0);
  await shareFile(write("imports/1/upload.zip", "x"));
  as(1);
  await bringFile(dataPath("imports/1/upload.zip"));
  as(0);
  await removeShared(dataPath("imports/1"));
  expect(store.objects.size).toBe(0);
  as(1);
  expect(await openShared(dataPath("imports/1/upload.zip"))).toBeUndefined();
  await bringFile(dataPath("imports/1/upload.zip"));
  expect(readdirSync(dataPath("imports/1"))).toEqual([]);
});

it("keeps the longer of a file that only grows", async () => {
  as(0);
  await shareFile(write("imports/1/outcomes.jsonl", "1\n"));
  const longer = write("imports/1/outcomes.jsonl", "1\n2\n");
  await bringGrowing(longer);
  expect(read("imports/1/outcomes.jsonl")).toBe("1\n2\n");
  as(1);
  write("imports/1/outcomes.jsonl", "");
  await bringGrowing(dataPath("imports/1/outcomes.jsonl"));
  expect(read("imports/1/outcomes.jsonl")).toBe("1\n");
});

it("leaves a file alone that nobody shared", async () => {
  as(0);
  await bringMissing(write("training/1/report.json", "{}"));
  expect(read("training/1/report.json")).toBe("{}");
  await bringMissing(dataPath("training/2/report.json"));
});

it("names what lies here and what is shared", async () => {
  as(0);
  await shareFile(write("exports/1.zip", "x"));
  as(1);
  write("exports/2.zip", "y");
  expect((await namesIn(dataPath("exports"))).toSorted()).toEqual(["1.zip", "2.zip"]);
});

it("is no stored photo, though it has the name of one", async () => {
  as(0);
  const files = await getFileStore();
  const sha256 = await files.put(Buffer.from("a photo"));
  await shareFile(write(`imports/1/files/${"0".repeat(64)}`, "x"));
  const listed = [];
  for await (const page of files.list()) listed.push(...page.map((file) => file.sha256));
  expect(listed).toEqual([sha256]);
});

it("brings nothing that was cut off", async () => {
  as(0);
  await shareFile(write("imports/1/upload.zip", "a whole archive"));
  as(1);
  store.fault = (method) => (method === "GET" ? "cut" : undefined);
  try {
    await expect(bringFile(dataPath("imports/1/upload.zip"))).rejects.toMatchObject({
      code: "storage/unreachable",
    });
  } finally {
    store.fault = undefined;
  }
  expect(readdirSync(dataPath("imports/1"))).toEqual([]);
});

it("takes what is shorter than the store said for a damaged file, not for a whole one", async () => {
  as(0);
  await shareFile(write("imports/1/upload.zip", "a whole archive"));
  await shareFile(write("imports/2/files/1.jpg", "a whole photo"));
  as(1);
  const damaged = { code: "storage/damaged" };
  store.fault = (method) => (method === "GET" ? "short" : undefined);
  try {
    await expect(bringFile(dataPath("imports/1/upload.zip"))).rejects.toMatchObject(damaged);
    await expect(openShared(dataPath("imports/1/upload.zip"))).rejects.toMatchObject(damaged);
  } finally {
    store.fault = undefined;
  }
  expect(readdirSync(dataPath("imports/1"))).toEqual([]);
  // the list itself comes whole, the files do not
  store.fault = (method, key) => (method === "GET" && key.endsWith(".jpg") ? "short" : undefined);
  try {
    await expect(bringPlace(dataPath("imports/2/files"))).rejects.toMatchObject(damaged);
  } finally {
    store.fault = undefined;
  }
  await bringPlace(dataPath("imports/2/files"));
  expect(read("imports/2/files/1.jpg")).toBe("a whole photo");
});

it("does nothing where files are kept on the disk", async () => {
  delete process.env.FORAGE_S3_BUCKET;
  try {
    as(0);
    const place = write("exports/1.zip", "x");
    await shareFile(place);
    await bringFile(place);
    expect(store.objects.size).toBe(0);
    expect((await openShared(place))?.bytes).toBe(1);
    await removeShared(place);
    expect(await openShared(place)).toBeUndefined();
  } finally {
    process.env.FORAGE_S3_BUCKET = "forage";
  }
});
