import { describe, expect, it } from "vitest";
import { letterbox } from "../../detection/letterbox";
import type { Detection } from "../../detection/types";
import type { Label } from "../../editor/types";
import type { Box } from "../../geometry/box";
import { countChanges } from "./count-changes";
import { describeBoxes } from "./describe-boxes";
import { lookOfPhoto } from "./photo-look";
import { SKETCH_LENGTH, sketchOf } from "./sketch";

const INPUT = 64;

/** A photo whose pixels are what `colour` says, and its look. */
function look(
  [width, height]: readonly [number, number],
  colour: (x: number, y: number) => readonly [number, number, number],
  layout: "nhwc" | "nchw" = "nhwc",
) {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rgba.set(colour(x, y), (y * width + x) * 4);
  const photo = { width, height };
  const { data, transform } = letterbox(rgba, photo, INPUT, layout);
  return lookOfPhoto({ data, layout, inputSize: INPUT, transform }, photo);
}

describe("how a photo looks", () => {
  it.each([
    [[64, 64], "a square"],
    [[64, 16], "a wide one, with grey above and below"],
    [[16, 64], "a high one, with grey beside it"],
    [[64, 1], "one row"],
    [[1, 1], "one pixel"],
    [[4000, 3], "one so thin that a pixel of it is left"],
  ] as const)("%j is black all over: the grey around %s does not count", (size, _) => {
    const { brightness, contrast, saturation } = look(size, () => [0, 0, 0]);
    expect([brightness, contrast, saturation]).toEqual([0, 0, 0]);
  });

  it("of a white photo is 1 bright, and of a red one 0.2126 and wholly coloured", () => {
    expect(look([64, 48], () => [255, 255, 255]).brightness).toBeCloseTo(1, 5);
    const red = look([64, 48], () => [255, 0, 0]);
    expect(red.brightness).toBeCloseTo(0.2126, 5);
    expect(red.saturation).toBeCloseTo(1, 5);
  });

  it("has the most contrast half black and half white: 0.5", () => {
    const { contrast, brightness } = look([64, 64], (x) => (x < 32 ? [0, 0, 0] : [255, 255, 255]));
    expect(brightness).toBeCloseTo(0.5, 2);
    expect(contrast).toBeCloseTo(0.5, 2);
  });

  it("is sharper with stripes than with the same greys in a slope", () => {
    const stripes = look([64, 64], (x) => (x % 2 === 0 ? [0, 0, 0] : [255, 255, 255]));
    const slope = look([64, 64], (x) => [x * 4, x * 4, x * 4]);
    // stripes: a step of 1 across and of 0 down
    expect(stripes.sharpness).toBeCloseTo(0.5, 1);
    expect(slope.sharpness).toBeLessThan(0.02);
  });

  it("is the same in both layouts, so that browser and server can be compared", () => {
    const colour = (x: number, y: number) => [(x * 7) % 256, (y * 5) % 256, (x * y) % 256] as const;
    expect(look([50, 64], colour, "nchw")).toEqual(look([50, 64], colour, "nhwc"));
  });

  it("of a large and of a small photo of the same is nearly the same", () => {
    const colour = (part: number) => [part * 255, 128, 255 - part * 255] as const;
    const small = look([64, 48], (x) => colour(x / 64));
    const large = look([640, 480], (x) => colour(x / 640));
    for (const key of ["brightness", "contrast", "saturation", "sharpness"] as const)
      expect(large[key]).toBeCloseTo(small[key], 1);
  });
});

const at = (x1: number, y1: number, x2: number, y2: number) => ({ x1, y1, x2, y2 }) as Box<"source">;
const detection = (box: Box<"source">, score: number, classId = 1, more: Partial<Detection> = {}) =>
  ({ box, score, classId, candidate: 0, ...more }) as Detection;

describe("the boxes of a photo", () => {
  const photo = { width: 300, height: 300 };

  it("are counted by score, area, shape and place", () => {
    const figures = describeBoxes(
      [
        // the whole photo: its middle is in the middle
        detection(at(0, 0, 300, 300), 1),
        // 30 × 30 of 300 × 300 is 0.01 of the area, at the lower right
        detection(at(270, 270, 300, 300), 0.55, 7),
        // four times as high as wide
        detection(at(0, 0, 10, 40), 0.55, 7),
      ],
      photo,
    );
    expect(figures.scores).toEqual([0, 0, 0, 0, 0, 2, 0, 0, 0, 1]);
    expect(figures.areas).toEqual([0, 1, 1, 0, 0, 0, 0, 1]);
    expect(figures.aspects).toEqual([0, 1, 0, 2, 0, 0, 0]);
    expect(figures.positions).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    expect(figures.byClass).toEqual([
      [1, 1, 1],
      [7, 2, 1.1],
    ]);
    expect([figures.topScore, figures.meanScore]).toEqual([1, 0.7]);
  });

  it("that have no name count for no class", () => {
    const { count, unnamed, byClass } = describeBoxes(
      [detection(at(0, 0, 9, 9), 0.5, 1, { isUnknown: true })],
      photo,
    );
    expect([count, unnamed, byClass]).toEqual([1, 1, []]);
  });

  it("are none: no score is made up", () => {
    const { count, topScore, meanScore } = describeBoxes([], photo);
    expect([count, topScore, meanScore]).toEqual([0, null, null]);
  });
});

describe("a sketch", () => {
  const features = Float32Array.from({ length: 256 }, (_, at) => Math.sin(at * 1.7) + 0.3);

  it("is the same on every device and in every version", () => {
    expect(sketchOf(features)).toEqual([...SKETCH_OF_SINES]);
  });

  it("follows the direction of the features, not their length", () => {
    expect(sketchOf(features.map((value) => value * 40))).toEqual(sketchOf(features));
  });

  it("keeps near photos near and far ones far", () => {
    const distance = (a: readonly number[] | null, b: readonly number[] | null) =>
      Math.hypot(...(a ?? []).map((value, index) => value - (b?.[index] ?? 0)));
    const near = features.map((value, index) => value + 0.05 * Math.cos(index));
    const far = features.map((_, index) => Math.cos(index * 3.1));
    expect(distance(sketchOf(features), sketchOf(near))).toBeLessThan(
      distance(sketchOf(features), sketchOf(far)) / 3,
    );
  });

  it.each([
    ["no features", new Float32Array()],
    ["nothing but zeros", new Float32Array(256)],
    ["a number that is none", Float32Array.of(Number.NaN, 1)],
  ])("of %s is none", (_, none) => {
    expect(sketchOf(none)).toBeNull();
  });

  it("holds whole numbers in a byte", () => {
    const one = new Float32Array(256);
    one[3] = 1e6;
    const sketch = sketchOf(one) ?? [];
    expect(sketch).toHaveLength(SKETCH_LENGTH);
    expect(sketch.every((value) => Number.isInteger(value) && Math.abs(value) <= 127)).toBe(true);
  });
});

describe("what a person changed", () => {
  const box = at(0, 0, 10, 10);
  const model = { by: "model", modelId: "forage-n/4", score: 0.5, box, classId: 1 } as const;
  const label = (changes: Partial<Label>): Label => ({
    id: "a",
    box,
    classId: 1,
    origin: model,
    state: "edited",
    ...changes,
  });

  it("is counted by kind, and each of the model's boxes once", () => {
    const labels = [
      label({ state: "confirmed" }),
      label({ state: "deleted" }),
      label({ classId: 2 }),
      label({ classId: 2, box: at(1, 1, 9, 9) }),
      label({ box: at(1, 1, 9, 9) }),
      label({ origin: { by: "person" }, state: "drawn" }),
      label({ origin: { by: "person" }, state: "deleted" }),
    ];
    // 7 of the model: one confirmed, one deleted, two renamed, one moved, two untouched
    expect(countChanges(7, labels)).toEqual({ kept: 3, added: 1, deleted: 1, renamed: 2, moved: 1 });
  });

  it("is nothing where all was saved as it came", () => {
    expect(countChanges(4, [])).toEqual({ kept: 4, added: 0, deleted: 0, renamed: 0, moved: 0 });
  });
});

const SKETCH_OF_SINES = [19, 1, 14, -25, -20, 3, -20, 31, -23, 18, -33, -23, -28, -50, -10, 8];
