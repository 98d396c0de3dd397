import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { standingBoxes } from "../corrections/standing-boxes";
import type { Label } from "../editor/types";
import { compareOpinions, settledBoxes, TAKES } from "./compare-opinions";
import { settledLabels } from "./settled-labels";

const box = (x: number) => ({ x1: x, y1: 0, x2: x + 10, y2: 10 });
const found = (x: number, classId = 1) => ({ box: box(x), classId, score: 0.9 });
const drawn = (id: string, x: number, classId = 1): Label => ({
  id,
  box: box(x),
  classId,
  origin: { by: "person" },
  state: "drawn",
});
const about = (x: number, state: Label["state"], to = x, classId = 1): Label => ({
  id: `about-${x}`,
  box: box(to),
  classId,
  origin: { by: "model", modelId: "m/1", score: 0.9, box: box(x), classId: 1 },
  state,
});

const shape = (boxes: readonly { classId: number; box: { x1: number } }[]) =>
  boxes.map(({ classId, box: { x1 } }) => `${classId}@${x1}`).toSorted();

describe("settled labels", () => {
  const base = { modelId: "m/1", modelBoxes: [found(0), found(50)] };

  it("bring a model's box back that one deleted, and delete one that both kept", () => {
    const first = standingBoxes({ ...base, labels: [about(0, "deleted")] });
    const second = standingBoxes({ ...base, labels: [] });
    const comparison = compareOpinions(first, second);
    const kept = settledLabels(base, settledBoxes(comparison, ["second"]));
    expect(shape(standingBoxes({ ...base, labels: kept }))).toEqual(["1@0", "1@50"]);
    const gone = settledLabels(base, settledBoxes(comparison, ["neither"]));
    expect(shape(standingBoxes({ ...base, labels: gone }))).toEqual(["1@50"]);
  });

  it("have ids of their own where both gave the same one", () => {
    const first = standingBoxes({ ...base, labels: [drawn("a", 100)] });
    const second = standingBoxes({ ...base, labels: [drawn("a", 200)] });
    const comparison = compareOpinions(first, second);
    const labels = settledLabels(base, settledBoxes(comparison, ["first", "second"]));
    expect(new Set(labels.map(({ id }) => id)).size).toBe(labels.length);
    expect(shape(standingBoxes({ ...base, labels }))).toEqual(["1@0", "1@100", "1@200", "1@50"]);
  });

  it("make exactly the chosen boxes stand, whatever was deleted, moved or drawn", () => {
    const place = fc.integer({ min: 0, max: 60 });
    const classId = fc.integer({ min: 1, max: 2 });
    const modelBoxes = fc.array(fc.record({ x: place, classId }), { maxLength: 5 });
    const labels = fc.array(
      fc.oneof(
        fc.record({ x: place, classId }).map(({ x, classId: of }) => drawn(`d${x}-${of}`, x, of)),
        fc
          .record({ x: place, to: place, state: fc.constantFrom("deleted" as const, "edited" as const) })
          .map(({ x, to, state }) => about(x, state, to)),
      ),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(
        modelBoxes,
        labels,
        labels,
        fc.array(fc.constantFrom(...TAKES), { minLength: 20, maxLength: 20 }),
        (model, mine, theirs, takes) => {
          const some = { modelId: "m/1", modelBoxes: model.map((one) => found(one.x, one.classId)) };
          const first = standingBoxes({ ...some, labels: mine });
          const second = standingBoxes({ ...some, labels: theirs });
          const comparison = compareOpinions(first, second);
          const chosen = settledBoxes(comparison, takes.slice(0, comparison.differences.length));
          const settled = settledLabels(some, chosen);
          expect(shape(standingBoxes({ ...some, labels: settled }))).toEqual(shape(chosen));
          expect(new Set(settled.map(({ id }) => id)).size).toBe(settled.length);
        },
      ),
    );
  });
});
