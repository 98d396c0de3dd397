import { expect, it, vi } from "vitest";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { AppError } from "@/lib/core/errors";
import type { LibraryApi } from "./library-api";
import { createPhotoQueueStore, hasUnsavedEdits, photoById } from "./photo-queue-store";
import { savePhoto } from "./save-photo";
import { photoItem } from "./test-photo";

const STORED = { photoId: "p-1", width: 100, height: 50, sha256: "", alreadyStored: false };

function setUp(patch: Partial<LibraryApi> = {}) {
  const queue = createPhotoQueueStore();
  const photo = photoItem("a", { state: "done" });
  photo.editor.getState().addBox();
  photo.editor.getState().chooseClass(4);
  queue.getState().add([photo]);
  const api = {
    uploadPhoto: vi.fn(async () => STORED),
    saveCorrection: vi.fn(async () => {}),
    ...patch,
  } as unknown as LibraryApi;
  const now = () => photoById(queue.getState(), "a")!;
  const save = () => savePhoto("a", { queue, api, filter: DEFAULT_FILTER });
  return { api, now, save, editor: photo.editor };
}

it("uploads once, then only sends what changed", async () => {
  const { api, now, save, editor } = setUp();
  expect(await save()).toBe(true);
  expect(now()).toMatchObject({ libraryId: "p-1", save: "idle" });
  expect(hasUnsavedEdits(now())).toBe(false);
  editor.getState().selectAll();
  editor.getState().relabelBoxes(5);
  await save();
  expect(api.uploadPhoto).toHaveBeenCalledTimes(1);
  expect(api.saveCorrection).toHaveBeenLastCalledWith(
    expect.objectContaining({ photoId: "p-1", labels: [expect.objectContaining({ classId: 5 })] }),
  );
});

it("leaves edits made during the save unsaved", async () => {
  const { now, save, editor } = setUp({
    saveCorrection: async () => {
      editor.getState().selectAll();
      editor.getState().relabelBoxes(5);
    },
  });
  await save();
  expect(hasUnsavedEdits(now())).toBe(true);
});

it("keeps photo and edits when the server's disk is full, with the reason", async () => {
  const { now, save, editor } = setUp({
    uploadPhoto: () => Promise.reject(new AppError("storage/disk-full")),
  });
  expect(await save()).toBe(false);
  expect(now()).toMatchObject({ save: "failed", saveError: { code: "storage/disk-full" }, libraryId: null });
  expect(editor.getState().labels).toHaveLength(1);
  expect(hasUnsavedEdits(now())).toBe(true);
});

it("refuses to store boxes on a photo the server measures differently", async () => {
  const { api, now, save } = setUp({ uploadPhoto: async () => ({ ...STORED, width: 50, height: 100 }) });
  await save();
  expect(now().saveError?.code).toBe("request/conflict");
  expect(api.saveCorrection).not.toHaveBeenCalled();
});

it("sends the model's features along, when it ran here", async () => {
  const { api, save, now } = setUp();
  await save();
  const [without] = vi.mocked(api.saveCorrection).mock.lastCall ?? [];
  expect(without).not.toHaveProperty("features");
  const none = { boxes: new Float32Array(), scores: new Float32Array(), classIds: new Uint16Array() };
  const run = { key: "run", candidates: { count: 0, ...none }, modelId: "m/1", backend: "wasm" } as const;
  Object.assign(now(), { run: { ...run, timings: null, features: Float32Array.of(0.5, 0.25) } });
  await save();
  expect(api.saveCorrection).toHaveBeenLastCalledWith(expect.objectContaining({ features: [0.5, 0.25] }));
});
