import { expect, it } from "vitest";
import type { Candidates, ClassScore } from "../detection/types";
import { placesOf, thingsAt } from "./places";

type Row = readonly [x: number, classId: number, score: number, others?: readonly ClassScore[]];
const candidates = (rows: readonly Row[]): Candidates => ({
  count: rows.length,
  boxes: Float32Array.from(rows.flatMap(([x]) => [x, 0, x + 100, 100])),
  scores: Float32Array.from(rows.map(([, , score]) => score)),
  classIds: Uint16Array.from(rows.map(([, classId]) => classId)),
  others: rows.map(([, , , others]) => others ?? []),
});

it("joins anchors of one place, with the best score of each class", () => {
  const places = placesOf(
    candidates([
      [0, 1, 0.75, [{ classId: 2, score: 0.25 }]],
      [4, 2, 0.5],
      [200, 3, 0.25],
    ]),
  );
  expect(places).toEqual([
    {
      box: { x1: 0, y1: 0, x2: 100, y2: 100 },
      classes: [
        { classId: 1, score: 0.75 },
        { classId: 2, score: 0.5 },
      ],
    },
    { box: { x1: 200, y1: 0, x2: 300, y2: 100 }, classes: [{ classId: 3, score: 0.25 }] },
  ]);
});

it("keeps no whisper, and at most 80 places", () => {
  expect(placesOf(candidates([[0, 1, 0.02]]))).toEqual([]);
  const many = Array.from({ length: 90 }, (_, index): Row => [index * 200, 1, 0.5]);
  expect(placesOf(candidates(many))).toHaveLength(80);
});

it("gives each thing once, under its surest name, from a score on", () => {
  const places = placesOf(
    candidates([
      [0, 1, 0.75],
      [20, 2, 0.5],
      [200, 3, 0.25],
      [400, 4, 0.125],
    ]),
  );
  expect(thingsAt(places, 0.25).map(({ classId }) => classId)).toEqual([1, 3]);
});
