import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StageBox } from "../editor/document";
import type { Label } from "../editor/types";
import { isSameBox } from "./diff-boxes";
import { type ChosenBox, mergeBoxes } from "./merge-boxes";
import { mergedBoxes } from "./merged-boxes";
import { standingBoxes } from "./standing-boxes";

const at = (x: number, shift = 0) => ({ x1: x + shift, y1: 0, x2: x + shift + 20, y2: 20 });
const found = (x: number, classId = 1) => ({ box: at(x), score: 0.9, classId });
const own = (id: string, x: number, change: Partial<Label> = {}): Label => ({
  id,
  box: at(x),
  classId: 1,
  origin: { by: "person" },
  state: "drawn",
  ...change,
});
const ofModel = (id: string, x: number, change: Partial<Label> = {}): Label =>
  own(id, x, { origin: { by: "model", modelId: "m/1", score: 0.9, box: at(x), classId: 1 }, ...change });
const state = (labels: Label[], modelBoxes: ReturnType<typeof found>[] = []) => ({
  modelId: "m/1",
  modelBoxes,
  labels,
});
const words = ({ box, side }: ChosenBox) => `${side} ${box.classId} at ${box.box.x1}`;
const placesOf = (boxes: readonly StageBox[]) =>
  boxes.map(({ classId, box }) => `${classId} at ${box.x1}`).toSorted();

describe("merging two states of a photo", () => {
  it("takes what each side changed alone", () => {
    const base = standingBoxes(state([own("a", 0), own("b", 50), own("c", 100)]));
    const mine = standingBoxes(state([own("a", 0, { box: at(0, 3) }), own("b", 50), own("c", 100)]));
    const theirs = standingBoxes(state([own("a", 0), own("b", 50, { classId: 2 }), own("d", 200)]));
    const { settled, questions, fromTheirs } = mergeBoxes(base, mine, theirs);
    expect(questions).toEqual([]);
    expect(settled.map(words).toSorted()).toEqual(["mine 1 at 3", "theirs 1 at 200", "theirs 2 at 50"]);
    // renamed b, removed c, added d
    expect(fromTheirs).toBe(3);
  });

  it("asks where both changed the same box, or one changed what the other removed", () => {
    const base = standingBoxes(state([own("a", 0), own("b", 50)]));
    const mine = standingBoxes(state([own("a", 0, { classId: 2 }), own("b", 50, { classId: 2 })]));
    const theirs = standingBoxes(state([own("a", 0, { classId: 3 })]));
    const { settled, questions } = mergeBoxes(base, mine, theirs);
    expect(settled).toEqual([]);
    expect(questions.map(({ mine: m, theirs: t }) => [m?.classId, t?.classId])).toEqual([
      [2, 3],
      [2, undefined],
    ]);
  });

  it("asks where both drew in the same place, unless they drew the same", () => {
    const mine = standingBoxes(state([own("a", 0), own("b", 50)]));
    const theirs = standingBoxes(state([own("x", 0), own("y", 50, { box: at(50, 2) })]));
    const { settled, questions } = mergeBoxes([], mine, theirs);
    expect(settled.map(words)).toEqual(["theirs 1 at 0"]);
    expect(questions).toHaveLength(1);
  });

  it("asks where one moved a box onto a place where the other drew one", () => {
    const base = standingBoxes(state([own("a", 0)]));
    const mine = standingBoxes(state([own("a", 0, { box: at(0, 6) })]));
    const theirs = standingBoxes(state([own("a", 0), own("b", 0, { box: at(0, 8) })]));
    expect(mergeBoxes(base, mine, theirs).questions).toHaveLength(1);
  });

  it("asks about every difference when nothing is in common", () => {
    const mine = standingBoxes(state([], [found(0), found(100)]));
    const theirs = standingBoxes(state([own("a", 0), own("b", 200)]));
    const { settled, questions } = mergeBoxes(null, mine, theirs);
    expect(settled.map(words)).toEqual(["theirs 1 at 0"]);
    expect(questions.map(({ mine: m, theirs: t }) => [m?.box.x1, t?.box.x1])).toEqual([
      [100, undefined],
      [undefined, 200],
    ]);
  });
});

describe("the merged correction", () => {
  const chosenOf = (mine: readonly StageBox[], theirs: readonly StageBox[]): ChosenBox[] => [
    ...mine.map((box): ChosenBox => ({ box, side: "mine" })),
    ...theirs.map((box): ChosenBox => ({ box, side: "theirs" })),
  ];

  it("keeps labels of both sides apart when they go by one id", () => {
    const [mine, theirs] = [state([own("a", 0)]), state([own("a", 100)])];
    const merged = mergedBoxes(chosenOf(standingBoxes(mine), standingBoxes(theirs)), mine, theirs);
    expect(new Set(merged.labels.map(({ id }) => id)).size).toBe(2);
  });

  it("lets a box stand that the other side deleted, when it was chosen", () => {
    const mine = state([], [found(0)]);
    const theirs = state([ofModel("a", 0, { state: "deleted" })], [found(0)]);
    const merged = mergedBoxes(chosenOf(standingBoxes(mine), []), mine, theirs);
    expect(placesOf(standingBoxes({ modelId: "m/1", ...merged }))).toEqual(["1 at 0"]);
  });

  const labelArbitrary = fc.record({
    x: fc.constantFrom(0, 4, 10, 50, 55, 100, 150),
    classId: fc.constantFrom(1, 2),
    kind: fc.constantFrom("drawn", "confirmed", "edited", "deleted", "found"),
  });
  const stateArbitrary = fc.array(labelArbitrary, { maxLength: 6 }).map((rows) =>
    state(
      rows.flatMap(({ x, classId, kind }, index) => {
        if (kind === "found") return [];
        if (kind === "drawn") return [own(`l${index}`, x, { classId })];
        const origin = { by: "model", modelId: "m/1", score: 0.9, box: at(x), classId } as const;
        return [own(`l${index}`, x, { classId, origin, state: kind })];
      }),
      rows.flatMap(({ x, classId, kind }) => (kind === "drawn" ? [] : [found(x, classId)])),
    ),
  );

  it("has exactly the chosen boxes standing, whatever both sides did", () => {
    fc.assert(
      fc.property(
        fc.option(stateArbitrary),
        stateArbitrary,
        stateArbitrary,
        fc.boolean(),
        (base, mine, theirs, prefersMine) => {
          const merge = mergeBoxes(base && standingBoxes(base), standingBoxes(mine), standingBoxes(theirs));
          const answers = merge.questions.flatMap((question): ChosenBox[] => {
            const side = prefersMine ? "mine" : "theirs";
            const box = question[side];
            return box ? [{ box, side }] : [];
          });
          const chosen = [...merge.settled, ...answers];
          const merged = mergedBoxes(chosen, mine, theirs);
          const standing = standingBoxes({ modelId: "m/1", ...merged });
          // boxes of one class that cover each other are one on the stage
          const wanted = chosen.filter(
            ({ box }, index) =>
              !chosen
                .slice(0, index)
                .some(({ box: other }) => other.classId === box.classId && isSameBox(other.box, box.box)),
          );
          const missing = wanted.filter(({ box }) => !standing.some((one) => sameAs(one, box)));
          const strange = standing.filter((one) => !chosen.some(({ box }) => sameAs(one, box)));
          expect(missing).toEqual([]);
          expect(strange).toEqual([]);
          expect(new Set(merged.labels.map(({ id }) => id)).size).toBe(merged.labels.length);
        },
      ),
      {
        numRuns: 500,
        // three boxes in a row: a label hides one, and the label for that one would hide the next
        examples: [
          [
            null,
            state([own("l2", 10)], [found(4), found(0)]),
            state([ofModel("l0", 10, { state: "edited" })], [found(10)]),
            true,
          ],
        ],
      },
    );
  });
});

function sameAs(a: StageBox, b: StageBox): boolean {
  return a.classId === b.classId && isSameBox(a.box, b.box);
}
