import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { localContext } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { appRouter } from "@/server/assembly/root-router";
import { getDatabase } from "@/server/db/client";
import { photoSignals } from "@/server/db/schema/reviews";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { championManifest } from "@/server/models/service";
import { savePhoto } from "@/server/photos/service";
import { getFileStore } from "@/server/storage/service";
import { measureAll } from "./measure-features";

let testDatabase: TestDatabase;
let folder: string;
const me = localContext();
const api = createCallerFactory(appRouter)(me);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "forage-features-"));
  process.env.FORAGE_DATA_DIR = folder;
  testDatabase = await createTestDatabase();
});
afterAll(async () => {
  await testDatabase.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function shared(red: number): Promise<{ photoId: string; sha256: string }> {
  const create = { width: 64, height: 48, channels: 3, background: { r: red, g: 80, b: 40 } } as const;
  const bytes = await sharp({ create }).jpeg().toBuffer();
  const { photoId, sha256 } = await savePhoto({ ownerId: me.user.id, name: `${red}.jpg`, bytes });
  const filter = { ...DEFAULT_FILTER, confidenceByClass: {}, hiddenClasses: [] };
  await api.corrections.save({ photoId, modelId: null, backend: null, filter, modelBoxes: [], labels: [] });
  await api.library.share({ photoId, isShared: true });
  return { photoId, sha256 };
}

it("measures what the champion has not seen, leaves out what cannot be read, and is done once", async () => {
  await shared(200);
  await shared(10);
  const lost = await shared(90);
  await (await getFileStore()).remove(lost.sha256);
  expect((await api.review.queue({})).unmeasured).toBe(3);
  const seen: number[] = [];
  const signal = new AbortController().signal;
  expect(await measureAll({ signal, onProgress: (done) => seen.push(done) })).toEqual({
    measured: 2,
    failed: 1,
  });
  expect(seen).toEqual([1, 2, 3]);
  const { id, featureLength } = await championManifest();
  const rows = await getDatabase().select().from(photoSignals);
  expect(rows.filter(({ modelId }) => modelId === id).map(({ features }) => features?.length)).toEqual([
    featureLength,
    featureLength,
  ]);
  expect((await api.review.queue({})).unmeasured).toBe(1);
}, 60_000);

it("stops when it is told to", async () => {
  await expect(measureAll({ signal: AbortSignal.abort(), onProgress: () => {} })).rejects.toThrow(/abort/i);
});
