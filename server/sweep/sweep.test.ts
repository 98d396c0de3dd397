import { randomBytes, randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { getDatabase } from "@/server/db/client";
import { jobs } from "@/server/db/schema/jobs";
import { fileRemovals, photos } from "@/server/db/schema/photos";
import { registeredModels, settings } from "@/server/db/schema/registry";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { failWritesTo } from "@/server/db/testing/fail-writes";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { deletePhoto } from "@/server/library/delete-photo";
import { openPhotoImage, savePhoto } from "@/server/photos/service";
import { getFileStore } from "@/server/storage/service";
import { checkFiles, sweep } from "./service";

const DAY_MS = 86_400_000;
let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "forage-sweep-test-"));
  process.env.FORAGE_DATA_DIR = folder;
  for (const table of [photos, fileRemovals, registeredModels, settings, jobs])
    await getDatabase().delete(table);
  return () => rmSync(folder, { recursive: true, force: true });
});

const never = new AbortController().signal;
const fileOf = (sha256: string) => path.join(folder, "files", sha256.slice(0, 2), sha256);
const age = (place: string, days: number) => {
  const at = new Date(Date.now() - days * DAY_MS);
  utimesSync(place, at, at);
};

async function photo() {
  const channels = { r: randomBytes(1)[0] ?? 0, g: randomBytes(1)[0] ?? 0, b: randomBytes(1)[0] ?? 0 };
  const picture = sharp({ create: { width: 40, height: 30, channels: 3, background: channels } });
  const saved = await savePhoto({
    ownerId: LOCAL_USER_ID,
    name: "a.jpg",
    bytes: await picture.png().toBuffer(),
  });
  const [row] = (await getDatabase().select().from(photos)).filter(({ id }) => id === saved.photoId);
  if (!row) throw new Error("the photo was not saved");
  return row;
}

async function orphan(days: number): Promise<string> {
  const sha256 = await (await getFileStore()).put(randomBytes(500));
  age(fileOf(sha256), days);
  return sha256;
}

describe("stored files", () => {
  it("that rows name stay, however old; those of nobody go after a day", async () => {
    const kept = await photo();
    for (const name of [kept.sha256, kept.thumbnailSha256]) age(fileOf(name), 400);
    const weights = await orphan(30);
    await getDatabase()
      .insert(registeredModels)
      .values({
        id: "a/1",
        teamId: LOCAL_USER_ID,
        origin: "uploaded",
        manifest: { files: [{ sha256: weights }] },
        createdBy: LOCAL_USER_ID,
      });
    const [old, young] = [await orphan(2), await orphan(0)];
    const result = await sweep(never);
    expect(result).toMatchObject({ files: 5, unnamed: 1, putAside: 1 });
    expect(
      [kept.sha256, kept.thumbnailSha256, weights, young].every((name) => existsSync(fileOf(name))),
    ).toBe(true);
    expect(existsSync(fileOf(old))).toBe(false);
  });

  it("that were put aside come back when they are asked for, and are gone after a week", async () => {
    await photo();
    const [wanted, unwanted] = [await orphan(2), await orphan(2)];
    await sweep(never);
    const store = await getFileStore();
    expect(await store.read(wanted)).toHaveLength(500);
    age(path.join(folder, "files-aside", unwanted), 8);
    await sweep(never);
    await expect(store.read(unwanted)).rejects.toMatchObject({ code: "storage/missing" });
    expect(readdirSync(path.join(folder, "files-aside"))).toEqual([]);
  });

  it("that are saved again count as new", async () => {
    await photo();
    const content = randomBytes(300);
    const store = await getFileStore();
    const name = await store.put(content);
    age(fileOf(name), 30);
    await store.put(content);
    expect(await sweep(never)).toMatchObject({ unnamed: 0 });
    expect(Date.now() - statSync(fileOf(name)).mtimeMs).toBeLessThan(DAY_MS);
  });

  it("of another database are left alone: an empty one would want none of them", async () => {
    const kept = await photo();
    age(fileOf(kept.sha256), 30);
    await getDatabase().delete(photos);
    expect(await sweep(never)).toMatchObject({ unnamed: 1, putAside: 0 });
    expect(existsSync(fileOf(kept.sha256))).toBe(true);
    // likewise after the two were tied and the folder was given another database
    await getDatabase().insert(photos).values(kept);
    await sweep(never);
    await getDatabase().delete(photos);
    await getDatabase().delete(settings);
    expect(await sweep(never)).toMatchObject({ unnamed: 1, putAside: 0 });
  });

  it("are swept after the setting that ties them could not be written", async () => {
    const kept = await photo();
    const old = await orphan(2);
    const mend = await failWritesTo("settings");
    await expect(sweep(never)).rejects.toThrow();
    await mend();
    expect(existsSync(fileOf(old))).toBe(true);
    expect(await sweep(never)).toMatchObject({ putAside: 1 });
    expect([existsSync(fileOf(old)), existsSync(fileOf(kept.sha256))]).toEqual([false, true]);
  });

  it("are swept after the file that ties them was lost: a file that a row names shows whose they are", async () => {
    await photo();
    await sweep(never);
    rmSync(path.join(folder, "files-owner"));
    const old = await orphan(2);
    expect(await sweep(never)).toMatchObject({ putAside: 1 });
    expect(existsSync(fileOf(old))).toBe(false);
  });

  it("of a folder that no row knows are left alone when the database was tied to another one", async () => {
    await photo();
    await sweep(never);
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    const foreign = await orphan(30);
    expect(await sweep(never)).toMatchObject({ unnamed: 1, putAside: 0 });
    expect(existsSync(fileOf(foreign))).toBe(true);
  });

  it("halves that a kill left go after an hour", async () => {
    const { sha256 } = await photo();
    const partial = `${fileOf(sha256)}.x.partial`;
    writeFileSync(partial, "half");
    await sweep(never);
    expect(existsSync(partial)).toBe(true);
    age(partial, 1);
    await sweep(never);
    expect(existsSync(partial)).toBe(false);
  });
});

describe("a deleted photo", () => {
  it("is gone for its owner when its file cannot go yet, and the sweep takes the file", async () => {
    const row = await photo();
    const store = await getFileStore();
    const stuck = vi.spyOn(store, "remove").mockRejectedValue(new Error("busy"));
    vi.spyOn(console, "warn").mockReturnValue(undefined);
    await deletePhoto(LOCAL_USER_ID, row.id);
    await expect(openPhotoImage(LOCAL_USER_ID, row.id, "full")).rejects.toMatchObject({
      code: "request/not-found",
    });
    expect(await sweep(never)).toMatchObject({ removed: 0, left: 2 });
    expect(existsSync(fileOf(row.sha256))).toBe(true);
    stuck.mockRestore();
    vi.restoreAllMocks();
    // young as it is: it is written down, not guessed
    expect(await sweep(never)).toMatchObject({ removed: 2, left: 0 });
    expect(existsSync(fileOf(row.sha256)) || existsSync(fileOf(row.thumbnailSha256))).toBe(false);
    expect(await getDatabase().select().from(fileRemovals)).toEqual([]);
  });

  it("that was saved again before the sweep keeps its files", async () => {
    const row = await photo();
    const store = await getFileStore();
    const stuck = vi.spyOn(store, "remove").mockRejectedValue(new Error("busy"));
    vi.spyOn(console, "warn").mockReturnValue(undefined);
    await deletePhoto(LOCAL_USER_ID, row.id);
    stuck.mockRestore();
    vi.restoreAllMocks();
    await getDatabase().insert(photos).values(row);
    await sweep(never);
    expect(existsSync(fileOf(row.sha256))).toBe(true);
  });
});

describe("what lies for a while", () => {
  function place(name: string, days: number): string {
    const at = path.join(folder, name);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, "x");
    age(at, days);
    if (path.dirname(at) !== folder) age(path.dirname(at), days);
    return at;
  }
  const job = (kind: string, state: "queued" | "failed", params: object, endedDaysAgo = 0) =>
    getDatabase()
      .insert(jobs)
      .values({
        id: randomUUID(),
        kind,
        queue: kind,
        state,
        params,
        createdBy: LOCAL_USER_ID,
        teamId: LOCAL_USER_ID,
        endedAt: new Date(Date.now() - endedDaysAgo * DAY_MS),
      });

  it("goes after its time, unless a job waits for it or may be resumed", async () => {
    const [inspected, waiting, failed, longAgo] = [1, 2, 3, 4].map((n) => String(n).repeat(64));
    const gone = [
      place(`uploads/${inspected}.onnx`, 2),
      place(`uploads/${inspected}.onnx.ours`, 2),
      place(`uploads/${longAgo}.onnx`, 9),
      place("recipe-imports/of-nobody", 1),
      place("exports/a.zip.partial", 1),
      place("exports/old.zip", 8),
      place(`gate/${randomUUID()}/report.json`, 1),
      place(`models/brought/1/model.onnx`, 2),
    ];
    const kept = [
      place(`uploads/${"5".repeat(64)}.onnx`, 0),
      place(`uploads/${waiting}.onnx`, 9),
      place(`uploads/${failed}.onnx`, 9),
      place("recipe-imports/fresh", 0),
      place("exports/new.zip", 6),
      place("models/brought/2/manifest.json", 30),
    ];
    await job("upload-model", "queued", { uploadId: waiting });
    await job("upload-model", "failed", { uploadId: failed }, 0.5);
    await job("upload-model", "failed", { uploadId: longAgo }, 3);
    await sweep(never);
    expect(gone.filter(existsSync)).toEqual([]);
    expect(kept.filter((file) => !existsSync(file))).toEqual([]);
  });

  it("of an import goes in two steps: the archive after a day, what is known of it after a week", async () => {
    const young = randomUUID();
    const zip = place(`imports/${young}/upload.zip`, 2);
    const record = place(`imports/${young}/upload.json`, 2);
    const week = place(`imports/${randomUUID()}/upload.json`, 8);
    await sweep(never);
    expect([zip, record, week].map(existsSync)).toEqual([false, true, false]);
  });
});

describe("a file that the disk changed", () => {
  it("is noticed when it is read, and said", async () => {
    const row = await photo();
    writeFileSync(fileOf(row.sha256), randomBytes(row.bytes));
    await expect(openPhotoImage(LOCAL_USER_ID, row.id, "full")).rejects.toMatchObject({
      code: "storage/damaged",
    });
    await expect((await getFileStore()).read(row.sha256)).rejects.toMatchObject({ code: "storage/damaged" });
  });

  it("is found by the daily check even when its time and size say nothing", async () => {
    vi.spyOn(console, "error").mockReturnValue(undefined);
    const [row, whole] = [await photo(), await photo()];
    const store = await getFileStore();
    await store.read(row.sha256);
    const before = statSync(fileOf(row.sha256));
    writeFileSync(fileOf(row.sha256), randomBytes(row.bytes));
    utimesSync(fileOf(row.sha256), before.atime, before.mtime);
    rmSync(fileOf(row.thumbnailSha256));
    const found = await checkFiles(never);
    expect(found).toEqual({ checked: 4, damaged: [row.sha256], missing: [row.thumbnailSha256] });
    expect(await store.read(whole.sha256)).toHaveLength(whole.bytes);
    vi.restoreAllMocks();
  });

  it("is written anew when the same is saved again", async () => {
    const content = randomBytes(400);
    const store = await getFileStore();
    const name = await store.put(content);
    writeFileSync(fileOf(name), randomBytes(400));
    await store.put(content);
    expect(Buffer.from(await store.read(name)).equals(content)).toBe(true);
  });
});
