import { describe, expect, it, vi } from "vitest";
import type { DetectionRun, Detector } from "@/lib/client/detection/detector";
import { photoItem } from "@/lib/client/photos/testing/photo-item";
import { MAX_LOOK_PHOTOS } from "@/lib/contracts/plants";
import { AppError } from "@/lib/core/errors";
import { createPlantCheck, LEAF_FLOOR, leafFloorOf, toFoundBoxes } from "./plant-check";

/** One leaf of class 3 at each score. */
function runOf(...scores: number[]): DetectionRun {
  return {
    candidates: {
      count: scores.length,
      boxes: Float32Array.from(scores.flatMap((_, index) => [index * 20, 0, index * 20 + 10, 10])),
      scores: Float32Array.from(scores),
      classIds: Uint16Array.from(scores.map(() => 3)),
    },
    photo: { width: 100, height: 50 },
    modelId: "forage-n/1",
    backend: "wasm",
    timings: { decodeMs: 0, preprocessMs: 0, inferenceMs: 0, postprocessMs: 0, totalMs: 0 },
    features: Float32Array.of(1, 2),
  };
}

function make(detect: Detector["detect"], isHeld = () => false) {
  let count = 0;
  const released: string[] = [];
  const size = { width: 100, height: 50 };
  const store = createPlantCheck({
    detector: async () => ({ manifest: undefined, detect }) as unknown as Detector,
    manifest: () => null,
    read: async (file) => {
      if (file.size === 0) throw new AppError("photo/empty");
      return { blob: file, size, thumbnail: file };
    },
    toUrl: () => `blob:${count}`,
    releaseUrl: (url) => released.push(url),
    newId: () => `photo-${count++}`,
    isHeld,
  });
  const settled = () =>
    vi.waitFor(() => {
      const states = store.getState().photos.map(({ state }) => state);
      expect(states.every((state) => state === "done" || state === "failed")).toBe(true);
    });
  return { store, released, settled };
}

const file = (name: string, text = name) => ({ blob: new Blob([text]), name });

describe("createPlantCheck", () => {
  it("looks at each photo in turn and keeps leaves from the floor on", async () => {
    let atOnce = 0;
    const { store, settled } = make(async () => {
      expect(++atOnce).toBe(1);
      await Promise.resolve();
      atOnce--;
      return runOf(0.9, LEAF_FLOOR - 0.01);
    });
    await store.getState().add([file("a.jpg"), file("b.jpg")]);
    await settled();
    const [first, second] = store.getState().photos;
    expect(first).toMatchObject({ name: "a.jpg", state: "done", modelId: "forage-n/1" });
    expect(first?.boxes.map(({ classId, isPersons }) => [classId, isPersons])).toEqual([[3, false]]);
    expect(second?.features).toEqual(Float32Array.of(1, 2));
  });

  it("goes on when one file is no photo and one photo fails, and tries that one again", async () => {
    let fails = true;
    const { store, settled } = make(async () => {
      if (fails) throw new AppError("detection/out-of-memory");
      return runOf(0.9);
    });
    const rejected = await store.getState().add([file("empty.jpg", ""), file("a.jpg")]);
    await settled();
    expect(rejected).toMatchObject([{ name: "empty.jpg", code: "photo/empty" }]);
    expect(store.getState().photos[0]).toMatchObject({
      state: "failed",
      error: { code: "detection/out-of-memory" },
    });
    fails = false;
    store.getState().again(store.getState().photos[0]!.id);
    await vi.waitFor(() => expect(store.getState().photos[0]?.state).toBe("done"));
  });

  it("takes one photo once, whatever its name: one look must not count as two", async () => {
    const { store, settled } = make(async () => runOf(0.9));
    const both = [file("a.jpg", "leaf"), file("copy of a.jpg", "leaf")];
    expect(await store.getState().add(both)).toEqual([
      { name: "copy of a.jpg", code: "photo/same-again", facts: { known: "a.jpg" } },
    ]);
    await settled();
    store.getState().addFromStrip(photoItem("b", { contentHash: store.getState().photos[0]?.contentHash }));
    expect(store.getState().photos.map(({ name }) => name)).toEqual(["a.jpg"]);
  });

  it("lets photos wait while nothing can run", async () => {
    let isHeld = true;
    const { store, settled } = make(
      async () => runOf(0.9),
      () => isHeld,
    );
    await store.getState().add([file("a.jpg")]);
    expect(store.getState().photos[0]?.state).toBe("waiting");
    isHeld = false;
    store.getState().kick();
    await settled();
  });

  it("takes a photo of the strip with its boxes as corrected there, once", () => {
    const { store } = make(() => Promise.reject(new RangeError("not asked")));
    const photo = photoItem("a");
    const box = { x1: 1, y1: 1, x2: 20, y2: 20 };
    photo.editor
      .getState()
      .setDetections([{ box, score: 0.4, classId: 3, candidate: 0 }], "forage-n/1", "run");
    photo.editor.getState().confirmBoxes([photo.editor.getState().stageBoxes[0]!.id]);
    store.getState().addFromStrip(photo);
    store.getState().addFromStrip(photo);
    expect(store.getState().photos).toHaveLength(1);
    expect(store.getState().photos[0]).toMatchObject({
      state: "done",
      boxes: [{ box, classId: 3, score: 1, isPersons: true }],
    });
  });

  it("releases what it takes away and holds no more than a look may", async () => {
    const { store, released, settled } = make(async () => runOf(0.9));
    await store
      .getState()
      .add(Array.from({ length: MAX_LOOK_PHOTOS + 2 }, (_, index) => file(`${index}.jpg`)));
    await settled();
    expect(store.getState().photos).toHaveLength(MAX_LOOK_PHOTOS);
    store.getState().remove(store.getState().photos[0]!.id);
    store.getState().clear();
    expect(released).toHaveLength(MAX_LOOK_PHOTOS);
  });
});

describe("toFoundBoxes", () => {
  const box = { x1: 0, y1: 0, x2: 9, y2: 9 };
  function stageBox() {
    const { editor } = photoItem("a");
    const alternatives = [
      { classId: 4, score: 0.2 },
      { classId: 5, score: 0.19 },
    ];
    editor
      .getState()
      .setDetections([{ box, score: 0.4, classId: 3, candidate: 0, alternatives }], "forage-n/1", "run");
    return editor.getState().stageBoxes[0]!;
  }

  it("takes another name for a doubt from the floor on, whatever the sliders show", () => {
    expect(toFoundBoxes(stageBox(), 0.2).map(({ classId, score }) => [classId, score])).toEqual([
      [3, 0.4],
      [4, 0.2],
    ]);
  });

  it("keeps the box's own name below the floor: it is on the stage", () => {
    expect(toFoundBoxes(stageBox(), 0.5).map(({ classId }) => classId)).toEqual([3]);
  });

  it("has the calibration's floor where the model has one", () => {
    const calibration = { floor: 0.3 } as never;
    expect([leafFloorOf(null), leafFloorOf({ calibration })]).toEqual([LEAF_FLOOR, 0.3]);
  });
});
