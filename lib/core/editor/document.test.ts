import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Detection } from "../detection/types";
import { type CommandTarget, confirmBoxes, deleteBoxes, drawBox, moveBoxes, relabelBoxes } from "./commands";
import { type EditorDocument, EMPTY_DOCUMENT, type ModelBoxes, stageBoxes } from "./document";

const PHOTO = { width: 100, height: 100 };
const [APPLE, LEMON] = [0, 1];

function detection(candidate: number, x: number, classId = APPLE, score = 0.8): Detection {
  return { box: { x1: x, y1: 0, x2: x + 10, y2: 10 }, score, classId, candidate };
}

function view(detections: readonly Detection[], run = "run-1"): ModelBoxes {
  return { detections, modelId: "forage-n/1", run };
}

function targetOf(document: EditorDocument, model: ModelBoxes, ...at: readonly number[]): CommandTarget {
  const shown = stageBoxes(document, model);
  return { photo: PHOTO, model, boxes: at.map((index) => shown[index]!) };
}

describe("a model's box that a person touches", () => {
  const model = view([detection(3, 0), detection(5, 50)]);

  it("becomes a label under the same id, its origin kept", () => {
    const before = stageBoxes(EMPTY_DOCUMENT, model);
    const document = moveBoxes(EMPTY_DOCUMENT, targetOf(EMPTY_DOCUMENT, model, 0), { x: 2, y: 3 });
    expect(document.labels).toEqual([
      {
        id: before[0]?.id,
        box: { x1: 2, y1: 3, x2: 12, y2: 13 },
        classId: APPLE,
        state: "edited",
        origin: {
          by: "model",
          modelId: "forage-n/1",
          score: 0.8,
          box: model.detections[0]?.box,
          classId: APPLE,
        },
      },
    ]);
    expect(stageBoxes(document, model).map((box) => box.id)).toEqual(before.map((box) => box.id));
  });

  it("is confirmed without a change", () => {
    const document = confirmBoxes(EMPTY_DOCUMENT, targetOf(EMPTY_DOCUMENT, model, 0, 1));
    expect(document.labels.map((label) => label.state)).toEqual(["confirmed", "confirmed"]);
  });

  it("is confirmed, not edited, once it is back as it was", () => {
    const lemon = relabelBoxes(EMPTY_DOCUMENT, targetOf(EMPTY_DOCUMENT, model, 0), LEMON);
    expect(lemon.labels[0]?.state).toBe("edited");
    const apple = relabelBoxes(lemon, targetOf(lemon, model, 0), APPLE);
    expect(apple.labels[0]?.state).toBe("confirmed");
  });

  it("leaves a tombstone when it is deleted", () => {
    const document = deleteBoxes(EMPTY_DOCUMENT, targetOf(EMPTY_DOCUMENT, model, 0));
    expect(document.labels.map((label) => label.state)).toEqual(["deleted"]);
    expect(stageBoxes(document, model).map((box) => box.detection?.candidate)).toEqual([5]);
  });

  it("is not taken over by a command that changes nothing", () => {
    expect(relabelBoxes(EMPTY_DOCUMENT, targetOf(EMPTY_DOCUMENT, model, 0), APPLE)).toBe(EMPTY_DOCUMENT);
    expect(moveBoxes(EMPTY_DOCUMENT, targetOf(EMPTY_DOCUMENT, model, 0), { x: -5, y: 0 })).toBe(
      EMPTY_DOCUMENT,
    );
  });
});

describe("the same run, other sliders", () => {
  it("knows a claimed box by its candidate, not by its place", () => {
    // Candidate 4 overlaps the deleted candidate 3 by 9/11 and still shows: it is another box of the same run.
    const near = { ...detection(4, 1), box: { x1: 1, y1: 0, x2: 11, y2: 10 } };
    const model = view([detection(3, 0), near]);
    const document = deleteBoxes(EMPTY_DOCUMENT, targetOf(EMPTY_DOCUMENT, model, 0));
    expect(stageBoxes(document, model).map((box) => box.detection?.candidate)).toEqual([4]);
  });

  it("never shows a moved box's original again", () => {
    const model = view([detection(3, 0)]);
    const document = moveBoxes(EMPTY_DOCUMENT, targetOf(EMPTY_DOCUMENT, model, 0), { x: 80, y: 80 });
    expect(stageBoxes(document, view([])).map((box) => box.state)).toEqual(["edited"]);
    expect(stageBoxes(document, model).map((box) => box.state)).toEqual(["edited"]);
  });
});

describe("a new run", () => {
  const first = view([detection(3, 0)]);
  const deleted = deleteBoxes(EMPTY_DOCUMENT, targetOf(EMPTY_DOCUMENT, first, 0));
  const again = (x: number, classId = APPLE) =>
    stageBoxes(deleted, view([detection(9, x, classId)], "run-2"));

  it("does not bring a deleted box back at IoU 0.5", () => {
    // 10-wide boxes shifted by 10/3: overlap 20/3 of a union of 40/3 is 1/2.
    expect(again(10 / 3 - 1e-9)).toHaveLength(0);
  });

  it("shows a box that overlaps the deleted one less", () => {
    expect(again(3.4)).toHaveLength(1);
  });

  it("shows another class in the same place", () => {
    expect(again(0, LEMON)).toHaveLength(1);
  });

  it("goes by where the model had an edited box, not by where a person put it", () => {
    const moved = moveBoxes(EMPTY_DOCUMENT, targetOf(EMPTY_DOCUMENT, first, 0), { x: 60, y: 0 });
    expect(stageBoxes(moved, view([detection(0, 1)], "run-2")).map((box) => box.state)).toEqual(["edited"]);
  });

  it("goes by the class the model gave, not by the one a person gave", () => {
    const lemon = relabelBoxes(EMPTY_DOCUMENT, targetOf(EMPTY_DOCUMENT, first, 0), LEMON);
    expect(stageBoxes(lemon, view([detection(0, 0)], "run-2")).map((box) => box.classId)).toEqual([LEMON]);
  });
});

it("does not repeat what a person's box of the same class already covers", () => {
  const box = { x1: 20, y1: 20, x2: 40, y2: 40 };
  const document = drawBox(EMPTY_DOCUMENT, { id: "mine", box, classId: APPLE }, PHOTO);
  const weak = (classId: number) => view([{ box: { ...box, x2: 42 }, score: 0.1, classId, candidate: 0 }]);
  expect(stageBoxes(document, weak(APPLE)).map((each) => each.id)).toEqual(["mine"]);
  expect(stageBoxes(document, weak(LEMON))).toHaveLength(2);
});

const aBox = fc
  .record({
    x: fc.integer({ min: 0, max: 80 }),
    y: fc.integer({ min: 0, max: 80 }),
    size: fc.integer({ min: 4, max: 20 }),
  })
  .map(({ x, y, size }) => ({ x1: x, y1: y, x2: x + size, y2: y + size }));
const someDetections = fc
  .array(
    fc.record({
      box: aBox,
      score: fc.double({ min: 0.05, max: 1, noNaN: true }),
      classId: fc.integer({ min: 0, max: 3 }),
    }),
    {
      maxLength: 12,
    },
  )
  .map((each) => each.map((detection, candidate): Detection => ({ ...detection, candidate })));

it("whether a model's box shows does not depend on which others do", () => {
  fc.assert(
    fc.property(
      someDetections,
      fc.nat(),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (all, pick, confidence) => {
        const model = view(all);
        const shown = stageBoxes(EMPTY_DOCUMENT, model);
        const chosen = shown.length === 0 ? [] : [shown[pick % shown.length]!];
        const document = deleteBoxes(EMPTY_DOCUMENT, { photo: PHOTO, model, boxes: chosen });
        const passing = all.filter((each) => each.score >= confidence);
        const withAll = stageBoxes(document, model).filter((each) => (each.score ?? 1) >= confidence);
        const withFew = stageBoxes(document, view(passing));
        expect(withFew.map((each) => each.id)).toEqual(withAll.map((each) => each.id));
      },
    ),
  );
});

it("a re-run that says the same shows every object once", () => {
  fc.assert(
    fc.property(someDetections, fc.array(fc.nat(), { maxLength: 4 }), (all, picks) => {
      const model = view(all);
      const shown = stageBoxes(EMPTY_DOCUMENT, model);
      const chosen = [...new Set(picks.map((pick) => shown[pick % Math.max(shown.length, 1)]))].filter(
        (each) => each !== undefined,
      );
      const document = confirmBoxes(EMPTY_DOCUMENT, { photo: PHOTO, model, boxes: chosen });
      const again = stageBoxes(document, view(all, "run-2"));
      const key = (box: { box: object; classId: number }) => JSON.stringify([box.box, box.classId]);
      const claimed = new Set(document.labels.map(key));
      for (const box of again) if (box.state === "detected") expect(claimed.has(key(box))).toBe(false);
      expect(new Set(again.map((box) => box.id)).size).toBe(again.length);
    }),
  );
});
