import { expect, it, vi } from "vitest";
import { createFilterStore } from "@/lib/client/detection/filter-store";
import { createPhotoQueueStore, hasUnsavedEdits } from "@/lib/client/photos/photo-queue-store";
import { photoItem } from "@/lib/client/photos/testing/photo-item";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { createKeepUnsaved } from "./keep-unsaved";
import type { KeptPhoto, KeptSession, KeptWork, UnsavedDb } from "./unsaved-db";
import { openUnsavedJournal } from "./unsaved-journal";

function memoryDb(): UnsavedDb {
  const photos = new Map<string, KeptPhoto>();
  const work = new Map<string, KeptWork>();
  let session: KeptSession | null = null;
  return {
    readAll: async () => structuredClone({ photos: [...photos.values()], work: [...work.values()], session }),
    putPhoto: async (photo) => void photos.set(photo.id, photo),
    putWork: async (kept) => void work.set(kept.id, structuredClone(kept)),
    putSession: async (kept) => {
      session = structuredClone(kept);
    },
    remove: async (id) => {
      photos.delete(id);
      work.delete(id);
    },
    readSaves: async () => [],
    putSave: async () => {},
    removeSave: async () => {},
  };
}

function memoryStorage(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

async function visit(db: UnsavedDb, onFailure = vi.fn(), storage = memoryStorage()) {
  const queue = createPhotoQueueStore();
  const filter = createFilterStore();
  const keep = createKeepUnsaved({
    queue,
    filter,
    db,
    journal: openUnsavedJournal(() => storage),
    toUrl: () => "blob:again",
    onFailure,
    delayMs: 1,
  });
  await keep.restore();
  return { queue, filter, keep, onFailure };
}

const RUN = {
  key: "run-1",
  candidates: {
    count: 1,
    boxes: new Float32Array([1, 2, 30, 40]),
    scores: new Float32Array([0.9]),
    classIds: new Uint16Array([4]),
  },
  modelId: "forage-n/1",
  backend: "wasm" as const,
  timings: null,
};

it("brings photos, runs, sliders and edits back after a reload", async () => {
  const db = memoryDb();
  const before = await visit(db);
  before.queue.getState().add([photoItem("a"), photoItem("b", { state: "done", run: RUN })]);
  before.queue.getState().activate("b");
  before.filter.getState().setConfidence(0.4);
  const { editor } = before.queue.getState().photos[1]!;
  editor.getState().addBox();
  editor.getState().chooseClass(4);
  await before.keep.flush();

  const after = await visit(db);
  const [a, b] = after.queue.getState().photos;
  expect(a).toMatchObject({ id: "a", state: "queued", hasRestoredEdits: false });
  expect(b).toMatchObject({ id: "b", state: "done", hasRestoredEdits: true, url: "blob:again" });
  expect(b?.run?.candidates).toEqual(RUN.candidates);
  expect(b?.editor.getState().labels).toEqual(editor.getState().labels);
  expect(hasUnsavedEdits(b!)).toBe(true);
  expect(after.queue.getState().activeId).toBe("b");
  expect(after.filter.getState().filter).toEqual({ ...DEFAULT_FILTER, confidence: 0.4 });
});

it("brings back the edit of the last moment, which the database never took", async () => {
  const db = memoryDb();
  const storage = memoryStorage();
  const before = await visit(db, vi.fn(), storage);
  before.queue.getState().add([photoItem("a", { state: "done", run: RUN })]);
  await before.keep.flush();
  before.keep.stop();
  const { editor } = before.queue.getState().photos[0]!;
  // the page goes away while the database is still busy: nothing that starts from here on arrives
  const dying: UnsavedDb = { ...memoryDb(), readAll: db.readAll, putWork: () => new Promise(() => {}) };
  const last = await visit(dying, vi.fn(), storage);
  const edited = last.queue.getState().photos[0]!.editor;
  edited.getState().addBox();
  edited.getState().chooseClass(4);
  last.keep.leave();

  const after = await visit(db, vi.fn(), storage);
  const [photo] = after.queue.getState().photos;
  expect(editor.getState().labels).toEqual([]);
  expect(photo?.editor.getState().labels).toEqual(edited.getState().labels);
  expect(photo).toMatchObject({ hasRestoredEdits: true, state: "done" });
  await after.keep.flush();
  expect(storage.length, "entries once the database has them").toBe(0);
  const again = await visit(db, vi.fn(), storage);
  expect(again.queue.getState().photos[0]?.editor.getState().labels).toEqual(edited.getState().labels);
});

it("knows of a photo whose boxes the database never took that it was looked at, and where that was recorded", async () => {
  const db = memoryDb();
  const storage = memoryStorage();
  const recordedAs = { id: "00000000-0000-4000-8000-000000000001", at: "2026-11-30T12:00:00.000Z" };
  const dying: UnsavedDb = { ...db, putWork: () => new Promise(() => {}) };
  const before = await visit(dying, vi.fn(), storage);
  before.queue
    .getState()
    .add([photoItem("a", { state: "done", run: { ...RUN, recordedAs } }), photoItem("b")]);
  before.keep.leave();

  const after = await visit(dying, vi.fn(), storage);
  const [a, b] = after.queue.getState().photos;
  expect(a).toMatchObject({ state: "queued", run: null, lookedAt: { recordedAs } });
  expect(b?.lookedAt).toBeUndefined();
  // left again before its boxes are found
  after.queue.getState().update("a", { state: "detecting" });
  after.keep.leave();
  const again = await visit(db, vi.fn(), storage);
  expect(again.queue.getState().photos[0]?.lookedAt).toEqual({ recordedAs });

  again.queue.getState().update("a", { state: "done", run: { ...RUN, recordedAs }, lookedAt: undefined });
  await again.keep.flush();
  const whole = await visit(db, vi.fn(), storage);
  expect(whole.queue.getState().photos[0]).toMatchObject({ state: "done", run: { recordedAs } });
  expect(whole.queue.getState().photos[0]?.lookedAt).toBeUndefined();
});

it("brings back the slider and the photo in front of the last moment, which the database never took", async () => {
  const db = memoryDb();
  const storage = memoryStorage();
  const before = await visit(db, vi.fn(), storage);
  before.queue.getState().add([photoItem("a"), photoItem("b")]);
  await before.keep.flush();
  before.keep.stop();

  const last = await visit({ ...db, putSession: () => new Promise(() => {}) }, vi.fn(), storage);
  last.queue.getState().activate("b");
  last.filter.getState().setConfidence(0.15);
  last.keep.leave();

  const after = await visit(db, vi.fn(), storage);
  expect(after.filter.getState().filter.confidence).toBe(0.15);
  expect(after.queue.getState().activeId).toBe("b");
  await after.keep.flush();
  expect(storage.length, "entries once the database has them").toBe(0);
  expect((await visit(db, vi.fn(), storage)).filter.getState().filter.confidence).toBe(0.15);
});

it("brings a saved photo back as it was saved, with what its edits are made on top of, and does not look again", async () => {
  const db = memoryDb();
  const before = await visit(db);
  const base = { id: "c-1", runKey: "saved-c-1", boxes: [] };
  const imported = photoItem("a", { state: "done", libraryId: "p-1", base });
  const reopened = { ...RUN, savedWith: { ...DEFAULT_FILTER, confidence: 0.1 } };
  before.queue
    .getState()
    .add([imported, photoItem("b", { state: "done", libraryId: "p-2", base, run: reopened })]);
  await before.keep.flush();
  const [a, b] = (await visit(db)).queue.getState().photos;
  expect(a).toMatchObject({ state: "done", run: null, base });
  expect(b).toMatchObject({ state: "done", base, run: { savedWith: { confidence: 0.1 } } });
});

it("leaves the ordinary thresholds where an earlier visit had kept those of an import", async () => {
  const db = memoryDb();
  await db.putSession({ order: [], activeId: null, filter: { ...DEFAULT_FILTER, confidence: 0, iou: 1 } });
  expect((await visit(db)).filter.getState().filter).toEqual(DEFAULT_FILTER);
});

it("forgets a photo that left the strip", async () => {
  const db = memoryDb();
  const before = await visit(db);
  before.queue.getState().add([photoItem("a"), photoItem("b")]);
  await before.keep.flush();
  before.queue.getState().remove("a");
  await before.keep.flush();
  expect((await visit(db)).queue.getState().photos.map(({ id }) => id)).toEqual(["b"]);
});

it("keeps what an earlier visit left when another photo arrives first", async () => {
  const db = memoryDb();
  const before = await visit(db);
  before.queue.getState().add([photoItem("a")]);
  await before.keep.flush();
  const queue = createPhotoQueueStore();
  queue.getState().add([photoItem("new")]);
  const keep = createKeepUnsaved({
    queue,
    filter: createFilterStore(),
    db,
    journal: openUnsavedJournal(memoryStorage),
    toUrl: () => "blob:again",
    onFailure: vi.fn(),
  });
  await keep.restore();
  expect(queue.getState().photos.map(({ id }) => id)).toEqual(["new", "a"]);
  expect(queue.getState().activeId).toBe("new");
});

it("says once that this browser has no room, and work goes on", async () => {
  const full = { ...memoryDb(), putPhoto: () => Promise.reject(new DOMException("", "QuotaExceededError")) };
  const { queue, keep, onFailure } = await visit(full);
  queue.getState().add([photoItem("a"), photoItem("b")]);
  await keep.flush();
  expect(onFailure).toHaveBeenCalledTimes(1);
  expect(queue.getState().photos).toHaveLength(2);
});
