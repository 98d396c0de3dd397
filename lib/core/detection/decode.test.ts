import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCandidates, decodeEveryClass } from "./decode";
import type { ModelHead } from "./heads";
import { letterboxTransform } from "./letterbox";

/** Rows of [cx, cy, w, h, ...scores], one per anchor, as the network lays them out. */
function outputOf(anchors: readonly (readonly number[])[]): Float32Array {
  const rows = anchors[0]?.length ?? 0;
  const output = new Float32Array(rows * anchors.length);
  anchors.forEach((values, anchor) => {
    values.forEach((value, row) => {
      output[row * anchors.length + anchor] = value;
    });
  });
  return output;
}

const head: ModelHead = "yolo-v8";
const photo = { width: 640, height: 480 };
const transform = letterboxTransform(photo, 320);
const classIds = Uint16Array.of(7, 3);

function decode(anchors: readonly (readonly number[])[], scoreFloor = 0.01, head: ModelHead = "yolo-v8") {
  const options = { head, classIds, anchorCount: anchors.length, transform, photo, scoreFloor };
  return decodeCandidates(outputOf(anchors), options);
}

describe("decodeCandidates", () => {
  it("takes a box back to source px", () => {
    // scale 0.5, pad (0, 40): centre (100, 140) → (200, 200), size 20×40 → 40×80
    const { boxes, scores, classIds: ids } = decode([[100, 140, 20, 40, 0.25, 0.75]]);
    expect([...boxes]).toEqual([180, 160, 220, 240]);
    expect([...scores]).toEqual([0.75]);
    expect([...ids]).toEqual([3]);
  });

  it("takes a box of corners to the same place as the same box of centre and size", () => {
    // centre (100, 140), size 20×40: left 90, top 120, right 110, bottom 160
    const { boxes } = decode([[90, 120, 110, 160, 0.25, 0.75]], 0.01, "corners");
    expect([...boxes]).toEqual([180, 160, 220, 240]);
  });

  it("takes the first class on a tie", () => {
    expect([...decode([[100, 140, 20, 40, 0.5, 0.5]]).classIds]).toEqual([7]);
  });

  it("keeps a score equal to the floor, though 32 bits hold it slightly lower", () => {
    expect(Math.fround(0.01)).toBeLessThan(0.01);
    expect(decode([[100, 140, 20, 40, 0.01, 0]]).count).toBe(1);
    expect(decode([[100, 140, 20, 40, 0.00999, 0]]).count).toBe(0);
  });

  it("clips to the photo", () => {
    // centre (0, 40) is the photo's corner; half of 20×20 px outside
    expect([...decode([[0, 40, 20, 20, 0.9, 0]]).boxes]).toEqual([0, 0, 20, 20]);
  });

  it("drops boxes in the padding, empty boxes and numbers that are not finite", () => {
    const kept = decode([
      [100, 10, 20, 20, 0.9, 0],
      [100, 140, 0, 20, 0.9, 0],
      [Number.NaN, 140, 20, 20, 0.9, 0],
      [100, 140, 20, 20, Number.NaN, Number.NaN],
    ]);
    expect(kept.count).toBe(0);
  });

  it("gives an empty result for a floor nothing reaches", () => {
    expect(decode([[100, 140, 20, 40, 0.5, 0.5]], 0.6)).toEqual({
      count: 0,
      boxes: new Float32Array(),
      scores: new Float32Array(),
      classIds: new Uint16Array(),
      others: [],
    });
  });

  it("keeps what else an anchor may be: the next four that reach the floor, the likeliest first", () => {
    const seven = Uint16Array.of(7, 3, 9, 1, 5, 2, 4);
    const anchors = [
      [100, 140, 20, 40, 0.1, 0.5, 0.009, 0.25, 0.25, 0.05, 0.125],
      [100, 140, 20, 40, 0.75, 0, 0, 0, 0, 0, 0],
    ];
    const options = { head, classIds: seven, anchorCount: 2, transform, photo, scoreFloor: 0.01 };
    const { others } = decodeCandidates(outputOf(anchors), options);
    // the surer anchor comes first and has no other; of equals the first row leads, and 0.05 would be the fifth
    expect(others).toEqual([
      [],
      [
        { classId: 1, score: 0.25 },
        { classId: 5, score: 0.25 },
        { classId: 4, score: 0.125 },
        { classId: 7, score: Math.fround(0.1) },
      ],
    ]);
  });

  it("refuses an output of another shape", () => {
    const options = { head, classIds, anchorCount: 2, transform, photo, scoreFloor: 0.01 };
    expect(() => decodeCandidates(new Float32Array(11), options)).toThrow(RangeError);
  });

  it("orders by score, ties by anchor, and agrees with a plain reading of every anchor", () => {
    const score = fc.constantFrom(0, 0.005, 0.25, 0.5, 0.75, 1);
    const anchor = fc.tuple(fc.integer({ min: 40, max: 280 }), score, score);
    fc.assert(
      fc.property(fc.array(anchor, { minLength: 1, maxLength: 60 }), (anchors) => {
        const got = decode(anchors.map(([centre, first, second]) => [centre, centre, 10, 10, first, second]));
        const expected = anchors
          .map(([centre, first, second]) => ({
            x1: (centre - 5) * 2,
            score: Math.max(first, second),
            id: second > first ? 3 : 7,
          }))
          .filter(({ score: best }) => best >= 0.01)
          .sort((a, b) => b.score - a.score);
        expect([...got.scores]).toEqual(expected.map((one) => one.score));
        expect([...got.classIds]).toEqual(expected.map((one) => one.id));
        expect(expected.map((_, index) => got.boxes[index * 4])).toEqual(expected.map((one) => one.x1));
      }),
    );
  });
});

describe("decodeEveryClass", () => {
  const decodeEvery = (anchors: readonly (readonly number[])[], scoreFloor = 0.01) =>
    decodeEveryClass(outputOf(anchors), {
      head,
      classIds,
      anchorCount: anchors.length,
      transform,
      photo,
      scoreFloor,
    });

  it("keeps each class of an anchor that reaches the floor, best score first over all anchors", () => {
    const found = decodeEvery([
      [100, 140, 20, 40, 0.25, 0.75],
      [100, 140, 20, 20, 0.5, 0.001],
    ]);
    expect([...found.scores]).toEqual([0.75, 0.5, 0.25]);
    expect([...found.classIds]).toEqual([3, 7, 7]);
    // the first and the last are one box: [180, 160, 220, 240]
    expect([...found.boxes.subarray(0, 4)]).toEqual([...found.boxes.subarray(8, 12)]);
  });

  it("drops what lies in the padding, is empty or no number", () => {
    const found = decodeEvery([
      [100, 10, 20, 20, 0.9, 0.9],
      [100, 140, 0, 20, 0.9, 0.9],
      [100, 140, 20, 20, Number.NaN, 0],
    ]);
    expect(found.count).toBe(0);
  });

  it("holds the best class of each anchor as decodeCandidates gives it", () => {
    const score = fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000);
    fc.assert(
      fc.property(fc.array(fc.tuple(score, score), { minLength: 1, maxLength: 30 }), (scores) => {
        const anchors = scores.map(([a, b], at) => [20 + 9 * at, 140, 20, 40, a, b]);
        const every = decodeEvery(anchors);
        const best = decode(anchors);
        const rowsOf = ({ count, boxes, scores: s, classIds: c }: typeof best) =>
          Array.from({ length: count }, (_, i) => [...boxes.subarray(4 * i, 4 * i + 4), s[i], c[i]].join());
        const all = new Set(rowsOf(every));
        expect(rowsOf(best).every((row) => all.has(row))).toBe(true);
        const reached = scores.flat().filter((s) => Math.fround(s) >= Math.fround(0.01)).length;
        expect(every.count).toBe(reached);
      }),
    );
  });
});
