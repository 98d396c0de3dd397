import { describe, expect, it } from "vitest";
import { type ComparedFigures, compareSets } from "./comparable-sets";

const figures = (photos: number, photosSha256?: string): ComparedFigures => ({
  map50: 0.5,
  photos,
  photosSha256,
  ap50ByClass: {},
});
const stateOf = (left: ComparedFigures, right: ComparedFigures) =>
  compareSets({ pantry: left }, { pantry: right })[0]?.state;

describe("figures of two models on a set of one name", () => {
  it("are comparable when they are of the same photos", () => {
    expect(stateOf(figures(12, "a"), figures(12, "a"))).toBe("same-photos");
  });

  it("are not, when the photos are others or fewer", () => {
    expect(stateOf(figures(12, "a"), figures(12, "b"))).toBe("other-photos");
    expect(stateOf(figures(12), figures(30))).toBe("other-photos");
  });

  it("are not known to be, when nobody wrote down the photos", () => {
    expect(stateOf(figures(12), figures(12, "a"))).toBe("unknown");
    expect(stateOf(figures(12), figures(12))).toBe("unknown");
  });

  it("are left out of a set that one of them never saw, even one that is called constructor", () => {
    expect(compareSets({ constructor: figures(1), pantry: figures(1) }, {})).toEqual([]);
  });
});
