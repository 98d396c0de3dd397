import { describe, expect, it } from "vitest";
import { associate } from "./association";
import { balanceOf } from "./class-balance";
import { createFeatureSpace } from "./feature-space";
import reference from "./fixtures/reference.json";
import { principalPlane } from "./principal-plane";

/** Recorded by `scripts/data-errors/reference.py`. */
const near = (value: number, places = 9) => expect.closeTo(value, places);

it("measures how two properties go together as SciPy and scikit-learn do, on 60 tables", () => {
  expect(reference.tables).toHaveLength(60);
  for (const { table, ...recorded } of reference.tables) {
    expect(associate(table)).toMatchObject({
      degrees: recorded.degrees,
      chiSquare: near(recorded.chiSquare, 6),
      pValue: near(recorded.pValue),
      cramersV: near(recorded.cramersV),
      cramersVCorrected: near(recorded.cramersVCorrected),
      mutualInformation: near(recorded.mutualInformation),
      normalisedInformation: near(recorded.normalisedInformation),
    });
  }
});

it("measures evenness as SciPy's entropy over its maximum", () => {
  for (const { counts, value } of reference.evenness)
    expect(balanceOf(new Map(counts.map((count, index) => [index, count])))?.evenness).toBeCloseTo(value, 12);
});

describe("the plane of most difference", () => {
  const { vectors, points, explained } = reference.plane;
  const plane = principalPlane(createFeatureSpace(vectors));

  it("explains as much as scikit-learn's", () => {
    // axes are standardised with four digits of mean and deviation
    explained.forEach((share, axis) => {
      expect(plane.explained[axis]).toBeCloseTo(share, 3);
    });
  });

  it("has each point where scikit-learn has it, but for the sign of an axis", () => {
    const signs = [0, 1].map((axis) => {
      const own = axis === 0 ? plane.points.map(({ x }) => x) : plane.points.map(({ y }) => y);
      return Math.sign(own.reduce((sum, value, index) => sum + value * points[index]![axis]!, 0));
    });
    plane.points.forEach(({ x, y }, index) => {
      expect([x * signs[0]!, y * signs[1]!]).toEqual(points[index]!.map((value) => near(value, 1.9)));
    });
  });
});
