import { describe, expect, it } from "vitest";
import { allUnlike, type FoundBox, type LeafCalibration, leafClassesOf, readLeaves } from "./read-leaves";

const classes = leafClassesOf([
  { id: 3, kind: "leaf", species: "tomato", condition: "early blight" },
  { id: 4, kind: "leaf", species: "tomato", condition: "healthy" },
  { id: 5, kind: "ingredient" },
]);
const calibration: LeafCalibration = {
  condition: { scores: [0, 1], probabilities: [0, 0.5] },
  species: { scores: [0, 1], probabilities: [0.5, 1] },
  known: { mean: [0, 0], deviation: [1, 1], limit: 2 },
};

/** A 10 × 10 box; two of them 3 px apart overlap by 70 / 130 = 0.54, 4 px apart by 60 / 140 = 0.43. */
function found(classId: number, score: number, x = 0, isPersons = false): FoundBox {
  return { box: { x1: x, y1: 0, x2: x + 10, y2: 10 }, classId, score, isPersons };
}

describe("readLeaves", () => {
  it("reads a score off the tables, and passes other kinds over", () => {
    const { leaves } = readLeaves([found(3, 0.8), found(5, 0.9, 50)], { classes, calibration });
    expect(leaves).toEqual([[{ species: "tomato", condition: "early blight", sure: 0.4, speciesSure: 0.9 }]]);
  });

  it("reads a species off the scores of all its classes in a box, where its table was fitted to those", () => {
    const either = {
      ...found(3, 0.4),
      others: [
        { classId: 4, score: 0.25 },
        { classId: 5, score: 0.3 },
      ],
    };
    const sureOf = (speciesFrom?: "best" | "sum") =>
      readLeaves([either], { classes, calibration: { ...calibration, speciesFrom } }).leaves[0]?.[0];
    expect(sureOf()).toMatchObject({ sure: 0.2, speciesSure: 0.7 });
    // 0.4 + 0.25, read off 0.5 + score / 2; the food is none of the tomato's
    expect(sureOf("sum")).toMatchObject({ sure: 0.2, speciesSure: 0.825 });
    const sum = readLeaves([{ ...either, others: [{ classId: 4, score: 0.9 }] }], {
      classes,
      calibration: { ...calibration, speciesFrom: "sum" },
    });
    expect(sum.leaves[0]?.[0]?.speciesSure).toBe(1);
  });

  it("takes scores at their word without a calibration", () => {
    const { leaves } = readLeaves([found(3, 0.8)], { classes, calibration: undefined });
    expect(leaves[0]?.[0]).toMatchObject({ sure: 0.8, speciesSure: 0.8 });
  });

  it("puts two names of one leaf together, surest first, and keeps neighbours apart", () => {
    const near = readLeaves([found(4, 0.5), found(3, 0.8, 3)], { classes, calibration });
    expect(near.leaves.map((leaf) => leaf.map(({ condition }) => condition))).toEqual([
      ["early blight", "healthy"],
    ]);
    expect(readLeaves([found(4, 0.5), found(3, 0.8, 4)], { classes, calibration }).leaves).toHaveLength(2);
  });

  it("lets a person's word stand alone", () => {
    const { leaves } = readLeaves([found(3, 0.9), found(4, 0.2, 1, true)], { classes, calibration });
    expect(leaves).toEqual([[{ species: "tomato", condition: "healthy", sure: 1, speciesSure: 1 }]]);
  });

  it("calls a photo unlike beyond the limit, and only with features", () => {
    const unlike = (features?: number[]) =>
      readLeaves([found(3, 0.9)], { classes, calibration }, features).isUnlike;
    expect(unlike([2, 2])).toBe(false); // exactly at the limit
    expect(unlike([2.1, 2])).toBe(true);
    expect(unlike()).toBe(false);
    expect(unlike([9])).toBe(false); // another model's features
  });
});

it("calls photos of one plant unlike only when every photo with leaves is", () => {
  const leaves = readLeaves([found(3, 0.9)], { classes, calibration }).leaves;
  expect(
    allUnlike([
      { leaves, isUnlike: true },
      { leaves: [], isUnlike: false },
    ]),
  ).toBe(true);
  expect(
    allUnlike([
      { leaves, isUnlike: true },
      { leaves, isUnlike: false },
    ]),
  ).toBe(false);
  expect(allUnlike([])).toBe(false);
});
