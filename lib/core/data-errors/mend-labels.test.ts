import { describe, expect, it } from "vitest";
import { type CorrectedBoxes, standingBoxes } from "../corrections/standing-boxes";
import type { Label } from "../editor/types";
import { isKept, isMended } from "./kept-labels";
import { type Mend, mendLabels } from "./mend-labels";

const photo = { width: 400, height: 300 };
const at = (x: number) => ({ x1: x, y1: 10, x2: x + 80, y2: 90 });
const drawn = (id: string, x: number, classId: number): Label => {
  return { id, box: at(x), classId, origin: { by: "person" }, state: "drawn" };
};
const options = { photo, modelId: "forage-n/4", newId: "new", standingClass: (classId: number) => classId };
const correction: CorrectedBoxes = {
  modelId: "forage-n/3",
  modelBoxes: [{ box: at(200), score: 0.7, classId: 5 }],
  labels: [drawn("a", 10, 1), drawn("b", 110, 2)],
};
const mended = (mend: Mend, from = correction, with_ = options) => {
  const labels = mendLabels(from, mend, with_);
  return labels && standingBoxes({ ...from, labels }).map(({ classId, box }) => ({ classId, box }));
};
const [a, b, c] = [
  { classId: 1, box: at(10) },
  { classId: 2, box: at(110) },
  { classId: 5, box: at(200) },
];

describe("the model's answer in place of a label", () => {
  it("is its name, in the label's place", () => {
    const mend: Mend = { kind: "wrong-class", label: a, model: { classId: 7, box: at(12), score: 0.9 } };
    expect(mended(mend)).toEqual([{ classId: 7, box: at(10) }, b, c]);
  });

  it("is its place, with the label's name", () => {
    const mend: Mend = { kind: "wrong-place", label: b, model: { classId: 2, box: at(140), score: 0.9 } };
    expect(mended(mend)).toEqual([a, { classId: 2, box: at(140) }, c]);
  });

  it("is no box", () => {
    expect(mended({ kind: "empty-box", label: a, model: null })).toEqual([b, c]);
  });

  it("is no box either where a model had put it: it does not come back", () => {
    expect(mended({ kind: "empty-box", label: c, model: null })).toEqual([a, b]);
  });

  it("is one box more, approved, inside the photo, with the model it is from", () => {
    const model = { classId: 9, box: { x1: 350, y1: 250, x2: 420, y2: 310 }, score: 0.8 };
    const labels = mendLabels(correction, { kind: "missing-box", label: null, model }, options);
    expect(labels?.at(-1)).toMatchObject({
      id: "new",
      classId: 9,
      box: { x1: 350, y1: 250, x2: 400, y2: 300 },
      origin: { by: "model", modelId: "forage-n/4", score: 0.8 },
      state: "confirmed",
    });
  });

  it("is not given when the label no longer stands", () => {
    const label = { classId: 1, box: at(60) };
    expect(mended({ kind: "empty-box", label, model: null })).toBeUndefined();
    expect(mended({ kind: "empty-box", label: { ...a, classId: 3 }, model: null })).toBeUndefined();
  });

  it("finds a label under the class that it counts as today", () => {
    const merged = { ...options, standingClass: (classId: number) => (classId === 1 ? 30 : classId) };
    const mend: Mend = { kind: "empty-box", label: { ...a, classId: 30 }, model: null };
    expect(mended(mend, correction, merged)).toEqual([b, c]);
  });
});

describe("what a person said is right", () => {
  const near = { classId: 1, box: { ...at(10), x2: 91 } };

  it("is not asked again, whatever is doubted of it, after a px or two", () => {
    const kept = [{ label: a, model: c }];
    expect(isKept({ label: near, model: b }, kept)).toBe(true);
    expect(isKept({ label: near, model: null }, kept)).toBe(true);
  });

  it("is asked again under another name or elsewhere", () => {
    const kept = [{ label: a, model: c }];
    expect(isKept({ label: { ...a, classId: 4 }, model: c }, kept)).toBe(false);
    expect(isKept({ label: { ...a, box: at(40) }, model: c }, kept)).toBe(false);
  });

  it("is, of a place without a box, about that class there", () => {
    const kept = [{ label: null, model: c }];
    expect(isKept({ label: null, model: { classId: 5, box: at(215) } }, kept)).toBe(true);
    expect(isKept({ label: null, model: { classId: 6, box: at(200) } }, kept)).toBe(false);
    expect(isKept({ label: a, model: c }, kept)).toBe(false);
  });
});

describe("what was doubted", () => {
  it("has changed when its label stands no more, or its missing box is there", () => {
    expect(isMended({ label: a, model: c }, [a, b])).toBe(false);
    expect(isMended({ label: a, model: c }, [{ ...a, classId: 7 }, b])).toBe(true);
    expect(isMended({ label: null, model: c }, [a])).toBe(false);
    expect(isMended({ label: null, model: c }, [a, { classId: 8, box: at(205) }])).toBe(true);
  });
});
