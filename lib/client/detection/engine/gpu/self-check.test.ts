import { describe, expect, it } from "vitest";
import { differenceIn, differenceInFound, floorFor, makeSelfCheck } from "./self-check";

/** Two anchors, two classes: four rows of boxes, two of scores. */
const detections = Float32Array.of(10, 20, 10, 20, 4, 4, 4, 4, 0.5, 0.1, 0.2, 0.3);
const features = Float32Array.of(1, -1);
const check = { input: new Float32Array(), expected: { detections, features }, anchors: 2 };

const changed = (values: Float32Array, at: number, by: number) => {
  const copy = values.slice();
  copy[at]! += by;
  return copy;
};

describe("differenceIn", () => {
  it("accepts what lies within the bounds of parity", () => {
    expect(differenceIn({ detections: changed(detections, 0, 0.019), features }, check)).toBeUndefined();
    expect(differenceIn({ detections: changed(detections, 9, 0.0004), features }, check)).toBeUndefined();
  });

  it("names what does not", () => {
    const box = { detections: changed(detections, 1, 0.25), features };
    expect(differenceIn(box, check)).toBe("answers differ from WASM: box px by 0.250");
    const score = { detections: changed(detections, 8, 0.001), features };
    expect(differenceIn(score, check)).toMatch(/score by 0[.]0010/);
    const feature = { detections, features: changed(features, 1, 0.5) };
    expect(differenceIn(feature, check)).toMatch(/feature by 0[.]5/);
  });

  it("accepts neither NaN nor another length", () => {
    const nan = { detections: changed(detections, 8, Number.NaN), features };
    expect(differenceIn(nan, check)).toMatch(/score by any amount/);
    expect(differenceIn({ detections, features: new Float32Array() }, check)).toMatch(
      /feature by any amount/,
    );
  });
});

describe("differenceInFound", () => {
  const around = { anchors: 2, floor: 0.4 };
  // only the first anchor has a score of 0.4
  const found = Float32Array.of(10, 10, 4, 4, 0.5, 0.2);

  it("accepts the anchors from the floor up, as they are", () => {
    expect(differenceInFound(found, detections, around)).toBeUndefined();
  });

  it("finds one too few, and one that is another", () => {
    expect(differenceInFound(new Float32Array(), detections, around)).toBe("0 candidates found of 1");
    expect(differenceInFound(changed(found, 2, 1), detections, around)).toMatch(/differ/);
    expect(differenceInFound(changed(found, 4, 0.1), detections, around)).toMatch(/differ/);
  });
});

describe("floorFor", () => {
  it("is a score that half of few anchors reach", () => {
    // best scores 0.5 and 0.3
    expect(floorFor(detections, 2)).toBeCloseTo(0.3);
  });
});

describe("makeSelfCheck", () => {
  it("checks nothing but square photos", () => {
    const graph = {
      nodes: [],
      weights: new Map(),
      input: { name: "x", shape: [1, 8, 9, 3] },
      outputs: new Map(),
    };
    expect(() => makeSelfCheck(graph)).toThrow("an input of 1,8,9,3");
  });
});
