import { describe, expect, it } from "vitest";
import type { Memory } from "@/lib/client/browser/remembered";
import { createPhotoQueueStore, type PhotoRun } from "@/lib/client/photos/photo-queue-store";
import { photoItem } from "@/lib/client/photos/testing/photo-item";
import type { NamedBox } from "@/lib/core/named-boxes/named-box";
import { createNamedBoxStore } from "./named-box-store";

const [TOMATO, PEPPER, MELON] = [1, 2, 3];
const box = { x1: 1, y1: 1, x2: 20, y2: 20 };
const alternatives = [{ classId: MELON, score: 0.2 }];
const detections = [{ box, score: 0.4, classId: TOMATO, candidate: 0, alternatives }];
const run: PhotoRun = {
  key: "run",
  candidates: {
    count: 0,
    boxes: new Float32Array(),
    scores: new Float32Array(),
    classIds: new Uint16Array(),
  },
  modelId: "forage-n/2",
  backend: "wasm",
  timings: { decodeMs: 0, preprocessMs: 0, inferenceMs: 0, postprocessMs: 0, totalMs: 0 },
  features: Float32Array.of(0.5, 0.25),
};

/** A browser's storage, and a visit on it with one photo whose model found a tomato. */
function visit({ kept = new Map<string, NamedBox>(), told = new Map<string, string>(), changes = {} } = {}) {
  const memory: Memory = {
    read: (key) => told.get(key) ?? null,
    write: (key, value) => told.set(key, value),
  };
  const queue = createPhotoQueueStore();
  const db = {
    readAll: async () => [...kept.values()],
    replace: async (named: readonly NamedBox[]) => {
      kept.clear();
      for (const one of named) kept.set(one.id, one);
    },
  };
  const store = createNamedBoxStore({ queue, db, memory, now: () => 7 });
  const photo = { ...photoItem("a"), run: { ...run, ...changes } };
  queue.getState().add([photo]);
  const editor = photo.editor.getState();
  editor.setDetections(detections, "forage-n/2", "run");
  const id = photo.editor.getState().stageBoxes[0]!.id;
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  return { store, editor, id, kept, told, settled, named: () => store.getState().named };
}

describe("createNamedBoxStore", () => {
  it("keeps what the model saw where a person changes a name, and where they say it is right", async () => {
    const { editor, id, named, kept, settled } = visit();
    editor.relabelBoxes(PEPPER, [id]);
    await settled();
    const scores = [{ classId: TOMATO, score: 0.4 }, ...alternatives];
    const expected = { id, classId: PEPPER, namedAt: 7, modelId: "forage-n/2", scores };
    expect(named()).toMatchObject([{ ...expected, photoFeatures: run.features }]);
    expect([...kept.keys()]).toEqual([id]);

    const other = visit();
    other.editor.confirmBoxes([other.id]);
    await other.settled();
    expect(other.named()).toMatchObject([{ id: other.id, classId: TOMATO }]);
  });

  it("keeps nothing of a box that was only moved or deleted", async () => {
    const { editor, id, named, settled } = visit();
    editor.nudgeBoxes({ x: 2, y: 0 }, [id]);
    editor.deleteBoxes([id]);
    await settled();
    expect(named()).toEqual([]);
  });

  it("takes a name back with the undo, and keeps the last of two", async () => {
    const { editor, id, named, kept, settled } = visit();
    editor.relabelBoxes(PEPPER, [id]);
    editor.relabelBoxes(MELON, [id]);
    await settled();
    expect(named()).toMatchObject([{ classId: MELON }]);
    editor.undo();
    await settled();
    expect(named()).toMatchObject([{ classId: PEPPER }]);
    editor.undo();
    await settled();
    expect(named()).toEqual([]);
    expect(kept.size).toBe(0);
  });

  it("knows on the next visit what the last one kept", async () => {
    const first = visit();
    first.editor.relabelBoxes(PEPPER, [first.id]);
    await first.settled();
    const second = visit({ kept: first.kept });
    await second.store.open();
    expect(second.named()).toMatchObject([{ classId: PEPPER }]);
  });

  it("forgets all at one press, for good: an edit later does not bring it back", async () => {
    const { store, editor, id, named, kept, settled } = visit();
    editor.relabelBoxes(PEPPER, [id]);
    await settled();
    store.getState().forget();
    editor.nudgeBoxes({ x: 2, y: 0 }, [id]);
    await settled();
    expect(named()).toEqual([]);
    expect(kept.size).toBe(0);
  });

  it("keeps nothing while it is off, and remembers the choice", async () => {
    const { store, editor, id, named, told, settled } = visit();
    store.getState().setOn(false);
    editor.relabelBoxes(PEPPER, [id]);
    await settled();
    expect(named()).toEqual([]);
    expect(visit({ told }).store.getState().isOn).toBe(false);
  });

  it("keeps nothing of a photo without features, nor of one from the library", async () => {
    for (const changes of [{ features: undefined }, { timings: null }]) {
      const { editor, id, named, settled } = visit({ changes });
      editor.relabelBoxes(PEPPER, [id]);
      await settled();
      expect(named()).toEqual([]);
    }
  });
});
