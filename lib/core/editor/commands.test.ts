import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Box } from "../geometry/box";
import {
  type CommandTarget,
  confirmBoxes,
  deleteBoxes,
  drawBox,
  duplicateBoxes,
  growBoxes,
  moveBoxes,
  placeBoxes,
  relabelBoxes,
} from "./commands";
import { type EditorDocument, EMPTY_DOCUMENT, type ModelBoxes, NO_MODEL, stageBoxes } from "./document";
import { commit, type History, redo, startHistory, undo } from "./history";
import { MIN_BOX_EDGE } from "./limits";

const PHOTO = { width: 100, height: 60 };

function drawn(...boxes: readonly Box<"source">[]): EditorDocument {
  return boxes.reduce(
    (document, box, index) => drawBox(document, { id: `box-${index}`, box, classId: index }, PHOTO),
    EMPTY_DOCUMENT,
  );
}

function all(document: EditorDocument, model: ModelBoxes = NO_MODEL): CommandTarget {
  return { photo: PHOTO, model, boxes: stageBoxes(document, model) };
}

const boxOf = (document: EditorDocument, at = 0) => document.labels[at]?.box;

describe("drawing", () => {
  it("orders the corners and clips to the photo", () => {
    expect(boxOf(drawn({ x1: 120, y1: 50, x2: -5, y2: 10 }))).toEqual({ x1: 0, y1: 10, x2: 100, y2: 50 });
  });

  it("grows what is too thin about its middle", () => {
    expect(boxOf(drawn({ x1: 50, y1: 10, x2: 50, y2: 20 }))).toEqual({ x1: 48.5, y1: 10, x2: 51.5, y2: 20 });
  });

  it("fills a photo of one pixel", () => {
    const photo = { width: 1, height: 1 };
    const box = { x1: 0.2, y1: 0.2, x2: 0.3, y2: 0.3 };
    expect(drawBox(EMPTY_DOCUMENT, { id: "a", box, classId: 0 }, photo).labels[0]?.box).toEqual({
      x1: 0,
      y1: 0,
      x2: 1,
      y2: 1,
    });
  });
});

describe("moving several", () => {
  it("stops all where the first meets the edge", () => {
    const document = drawn({ x1: 10, y1: 10, x2: 20, y2: 20 }, { x1: 70, y1: 10, x2: 95, y2: 20 });
    const moved = moveBoxes(document, all(document), { x: 30, y: 0 });
    // The second has 5 px of room.
    expect([boxOf(moved, 0)?.x1, boxOf(moved, 1)?.x2]).toEqual([15, 100]);
  });
});

describe("growing by keys", () => {
  it("stops at the minimum without pushing the box along", () => {
    const document = drawn({ x1: 10, y1: 10, x2: 14, y2: 14 });
    expect(boxOf(growBoxes(document, all(document), { x: -10, y: 0 }))).toEqual({
      x1: 10,
      y1: 10,
      x2: 13,
      y2: 14,
    });
  });

  it("stops at the photo's edge", () => {
    const document = drawn({ x1: 90, y1: 10, x2: 99, y2: 20 });
    expect(boxOf(growBoxes(document, all(document), { x: 10, y: 0 }))?.x2).toBe(100);
  });
});

describe("deleting", () => {
  it("forgets a drawn box altogether", () => {
    const document = drawn({ x1: 10, y1: 10, x2: 20, y2: 20 });
    expect(deleteBoxes(document, all(document)).labels).toEqual([]);
  });
});

describe("duplicating", () => {
  it("lays the copy a third further on, as a person's own", () => {
    const document = drawn({ x1: 10, y1: 10, x2: 40, y2: 25 });
    const copied = duplicateBoxes(document, all(document), ["copy"]);
    expect(copied.labels[1]).toMatchObject({
      id: "copy",
      box: { x1: 20, y1: 15, x2: 50, y2: 30 },
      origin: { by: "person" },
    });
  });

  it("goes back where the photo ends", () => {
    const document = drawn({ x1: 70, y1: 30, x2: 100, y2: 60 });
    expect(boxOf(duplicateBoxes(document, all(document), ["copy"]), 1)).toEqual({
      x1: 60,
      y1: 20,
      x2: 90,
      y2: 50,
    });
  });

  it("asks for an id each", () => {
    const document = drawn({ x1: 10, y1: 10, x2: 20, y2: 20 });
    expect(() => duplicateBoxes(document, all(document), [])).toThrow(RangeError);
  });
});

describe("confirming", () => {
  it("leaves a drawn box as it is", () => {
    const document = drawn({ x1: 10, y1: 10, x2: 20, y2: 20 });
    expect(confirmBoxes(document, all(document))).toBe(document);
  });
});

const number = fc.double({ min: -150, max: 150, noNaN: true });
const anyBox = fc.record({ x1: number, y1: number, x2: number, y2: number });
const inPhoto = fc
  .record({
    x: fc.integer({ min: 0, max: 90 }),
    y: fc.integer({ min: 0, max: 50 }),
    width: fc.integer({ min: 3, max: 10 }),
    height: fc.integer({ min: 3, max: 10 }),
  })
  .map(({ x, y, width, height }) => ({ x1: x, y1: y, x2: x + width, y2: y + height }));

type Act = (document: EditorDocument, model: ModelBoxes, id: string) => EditorDocument;
const pick = (document: EditorDocument, model: ModelBoxes, seeds: readonly number[]): CommandTarget => {
  const shown = stageBoxes(document, model);
  const ids = new Set(seeds.map((seed) => shown[seed % Math.max(shown.length, 1)]?.id));
  return { photo: PHOTO, model, boxes: shown.filter((box) => ids.has(box.id)) };
};
const seeds = fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 3 });
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  anyBox.map(
    (box): Act =>
      (document, _model, id) =>
        drawBox(document, { id, box, classId: 1 }, PHOTO),
  ),
  fc.tuple(seeds, number, number).map(
    ([at, x, y]): Act =>
      (document, model) =>
        moveBoxes(document, pick(document, model, at), { x, y }),
  ),
  fc.tuple(seeds, number, number).map(
    ([at, x, y]): Act =>
      (document, model) =>
        growBoxes(document, pick(document, model, at), { x, y }),
  ),
  fc.tuple(seeds, anyBox).map(
    ([at, box]): Act =>
      (document, model) => {
        const target = pick(document, model, at);
        return placeBoxes(document, target, new Map(target.boxes.map(({ id }) => [id, box])));
      },
  ),
  fc.tuple(seeds, fc.nat({ max: 5 })).map(
    ([at, classId]): Act =>
      (document, model) =>
        relabelBoxes(document, pick(document, model, at), classId),
  ),
  seeds.map(
    (at): Act =>
      (document, model) =>
        deleteBoxes(document, pick(document, model, at)),
  ),
  seeds.map(
    (at): Act =>
      (document, model) =>
        confirmBoxes(document, pick(document, model, at)),
  ),
  seeds.map(
    (at): Act =>
      (document, model, id) => {
        const target = pick(document, model, at);
        return duplicateBoxes(
          document,
          target,
          target.boxes.map((_, index) => `${id}-${index}`),
        );
      },
  ),
);
const anyModel = fc.array(inPhoto, { maxLength: 8 }).map(
  (boxes): ModelBoxes => ({
    modelId: "forage-n/1",
    run: "run",
    detections: boxes.map((box, candidate) => ({ box, candidate, score: 0.5, classId: candidate % 3 })),
  }),
);
const anySession = fc.tuple(anyModel, fc.array(anyAct, { maxLength: 25 }));

function play(model: ModelBoxes, acts: readonly Act[]): History {
  return acts.reduce((history, act, index) => {
    const document = act(history.present.document, model, `new-${index}`);
    return commit(history, { document, selection: [] });
  }, startHistory(EMPTY_DOCUMENT));
}

describe("any session", () => {
  it("keeps every box within the photo and at least the minimum size", () => {
    fc.assert(
      fc.property(anySession, ([model, acts]) => {
        for (const { box } of play(model, acts).present.document.labels) {
          expect(Math.min(box.x1, box.y1)).toBeGreaterThanOrEqual(-1e-9);
          expect(box.x2).toBeLessThanOrEqual(PHOTO.width + 1e-9);
          expect(box.y2).toBeLessThanOrEqual(PHOTO.height + 1e-9);
          expect(Math.min(box.x2 - box.x1, box.y2 - box.y1)).toBeGreaterThanOrEqual(MIN_BOX_EDGE - 1e-9);
        }
      }),
    );
  });

  it("is taken back by as many undos as it had changes, and brought again by redo", () => {
    fc.assert(
      fc.property(anySession, ([model, acts]) => {
        const played = play(model, acts);
        let history = played;
        for (const moment of [...played.past].reverse()) {
          history = undo(history);
          expect(history.present.document).toBe(moment.document);
        }
        expect(history.present.document).toBe(EMPTY_DOCUMENT);
        for (const _ of played.past) history = redo(history);
        expect(history.present.document).toEqual(played.present.document);
      }),
    );
  });

  it("shows each label once and each id once, whatever the sliders leave of the model's boxes", () => {
    fc.assert(
      fc.property(anySession, fc.nat({ max: 8 }), ([model, acts], left) => {
        const { document } = play(model, acts).present;
        const before = JSON.stringify(document);
        const shown = stageBoxes(document, { ...model, detections: model.detections.slice(0, left) });
        expect(JSON.stringify(document)).toBe(before);
        const live = document.labels.filter((label) => label.state !== "deleted");
        expect(shown.flatMap((box) => box.label ?? [])).toEqual(live);
        expect(new Set(shown.map((box) => box.id)).size).toBe(shown.length);
      }),
    );
  });

  it("remembers of every model's box what the model said", () => {
    fc.assert(
      fc.property(anySession, ([model, acts]) => {
        for (const { origin } of play(model, acts).present.document.labels) {
          if (origin.by === "person") continue;
          const said = model.detections.map(({ box, classId }) => ({ box, classId }));
          expect(said).toContainEqual({ box: origin.box, classId: origin.classId });
        }
      }),
    );
  });
});
