import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type ClassPair, cohenKappa } from "./cohen-kappa";
import { krippendorffAlpha } from "./krippendorff-alpha";
import { measureAgreement } from "./measure-agreement";
import type { OpinionPair } from "./opinion-pair";
import { wilsonInterval } from "./wilson";

interface Reference {
  readonly classes: readonly {
    readonly pairs: ClassPair[];
    readonly kappa: number;
    readonly alpha: number;
  }[];
  readonly people: readonly { readonly units: number[][]; readonly alpha: number }[];
  readonly shares: readonly Record<"both" | "onlyFirst" | "onlySecond" | "f1" | "low" | "high", number>[];
}

/** Written by `scripts/agreement/reference.py` with scikit-learn, krippendorff and SciPy. */
const reference = JSON.parse(
  readFileSync(new URL("fixtures/reference.json", import.meta.url), "utf8"),
) as Reference;

const [APPLE, PEAR, FIG] = [1, 2, 3] as const;
const at = (x: number, classId: number = APPLE, width = 10) => ({
  classId,
  box: { x1: x, y1: 0, x2: x + width, y2: 10 },
});
type Boxes = readonly ReturnType<typeof at>[];

const pair = (
  photoId: string,
  first: Boxes,
  second: Boxes,
  people: readonly [string, string] = ["ann", "ben"],
): OpinionPair => ({
  photoId,
  first: { userId: people[0], boxes: first },
  second: { userId: people[1], boxes: second },
});

describe("kappa and alpha", () => {
  it.each(reference.classes)("are scikit-learn's and krippendorff's", ({ pairs, kappa, alpha }) => {
    expect(cohenKappa(pairs)).toBeCloseTo(kappa, 12);
    expect(krippendorffAlpha(pairs)).toBeCloseTo(alpha, 12);
  });

  it.each(reference.people)("alpha is krippendorff's where people are missing", ({ units, alpha }) => {
    expect(krippendorffAlpha(units)).toBeCloseTo(alpha, 12);
  });

  it("are what they come to by hand", () => {
    // 3 of 4 agree; chance (3·2 + 1·2) / 16 = 1/2: (3/4 - 1/2) / (1 - 1/2) = 1/2
    const pairs: ClassPair[] = [
      [APPLE, APPLE],
      [APPLE, APPLE],
      [APPLE, PEAR],
      [PEAR, PEAR],
    ];
    expect(cohenKappa(pairs)).toBe(0.5);
    // 8 values, 5 apples and 3 pears: 1 - 7 · 2 / (64 - 25 - 9) = 16/30
    expect(krippendorffAlpha(pairs)).toBeCloseTo(16 / 30, 12);
  });

  it("are not defined without objects or with one class throughout, and 0 or less where nobody agrees", () => {
    expect(cohenKappa([])).toBeNull();
    expect(krippendorffAlpha([])).toBeNull();
    expect(krippendorffAlpha([[APPLE], [PEAR]])).toBeNull();
    expect(cohenKappa([[APPLE, APPLE]])).toBeNull();
    expect(krippendorffAlpha([[APPLE, APPLE]])).toBeNull();
    expect(cohenKappa([[APPLE, PEAR]])).toBe(0);
    expect(cohenKappa([[APPLE, PEAR], [PEAR, APPLE]])).toBe(-1); // biome-ignore format: a table
  });
});

describe("a share's interval", () => {
  it.each(reference.shares)("is SciPy's", ({ both, onlyFirst, onlySecond, low, high }) => {
    const interval = wilsonInterval(both, both + onlyFirst + onlySecond);
    expect(interval?.low).toBeCloseTo(low, 6);
    expect(interval?.high).toBeCloseTo(high, 6);
  });

  it("is none of nothing", () => {
    expect(wilsonInterval(0, 0)).toBeNull();
  });
});

describe("boxes", () => {
  it.each(reference.shares)("give scikit-learn's F1", ({ both, onlyFirst, onlySecond, f1 }) => {
    const many = (count: number, from: number) =>
      Array.from({ length: count }, (_, index) => at((from + index) * 20));
    const first = [...many(both, 0), ...many(onlyFirst, both)];
    const second = [...many(both, 0), ...many(onlySecond, both + onlyFirst)];
    const measured = measureAgreement([pair("p", first, second)]);
    expect(measured.f1.value).toBeCloseTo(f1, 12);
    expect(measured).toMatchObject({ both, first: both + onlyFirst, second: both + onlySecond });
  });

  it("are the same from IoU 0.5 on and of one class: by hand", () => {
    const measured = measureAgreement([
      // 8/12 = 2/3 the same; a pear where the other saw a fig; an apple that one missed
      pair("p", [at(0), at(100, PEAR), at(200)], [at(2), at(100, FIG)]),
      // 10 of 20 px: 1/2, just the same
      pair("q", [at(0, APPLE, 20)], [at(0, APPLE, 10)]),
    ]);
    // apples: 2 both of 3 + 2
    expect(measured.classes[0]).toMatchObject({ classId: APPLE, both: 2, first: 3, second: 2, photos: 2 });
    expect(measured.classes[0]?.f1.value).toBeCloseTo(4 / 5, 12);
    expect(measured.classes[0]?.meanIou.value).toBeCloseTo((2 / 3 + 1 / 2) / 2, 12);
    expect(measured.classes[0]?.differing).toEqual(["p"]);
    expect(measured.classes[1]).toMatchObject({ classId: PEAR, both: 0, first: 1, second: 0, photos: 1 });
    expect(measured.classes[1]?.f1.value).toBe(0);
    // all: 2 both of 4 + 3
    expect(measured.f1.value).toBeCloseTo(4 / 7, 12);
  });

  it("count the same whoever came first", () => {
    const one = measureAgreement([pair("p", [at(0), at(50)], [at(0)], ["ben", "ann"])]);
    const other = measureAgreement([pair("p", [at(0)], [at(0), at(50)], ["ann", "ben"])]);
    expect(one).toEqual(other);
    expect(one.people[0]).toMatchObject({ people: ["ann", "ben"], first: 1, second: 2, both: 1 });
  });
});

it('alpha of one class is that of "this class or another" over all objects that both drew', () => {
  const measured = measureAgreement([
    pair("p", [at(0), at(50, PEAR), at(100, FIG)], [at(0), at(50), at(100, FIG)]),
    pair("q", [at(0), at(50, PEAR)], [at(0, PEAR), at(50, PEAR)]),
  ]);
  // apple or not: (1,1) (0,1) (0,0) | (1,0) (0,0)
  const votes = [[1, 1], [0, 1], [0, 0], [1, 0], [0, 0]]; // biome-ignore format: a table
  expect(measured.classes[0]?.alpha.value).toBeCloseTo(krippendorffAlpha(votes) ?? Number.NaN, 12);
});

describe("people", () => {
  it("are compared two by two, with the photos where they differ", () => {
    const measured = measureAgreement([
      pair("p", [at(0)], [at(0)]),
      pair("q", [at(0)], [], ["ann", "cem"]),
      pair("r", [at(0)], [at(0, PEAR)]),
    ]);
    expect(measured.people.map(({ people, f1, differing }) => [people, f1.value, differing])).toEqual([
      [["ann", "ben"], 0.5, ["r"]],
      [["ann", "cem"], 0, ["q"]],
    ]);
  });

  it("who both saw nothing on a photo agree, and it counts for no figure", () => {
    const measured = measureAgreement([pair("p", [], [])]);
    expect(measured).toMatchObject({
      f1: { value: null, interval: null },
      photos: 0,
      isFew: true,
      classes: [],
    });
  });
});

describe("small samples", () => {
  const photos = (count: number, boxes: number) =>
    Array.from({ length: count }, (_, photo) => {
      const all = Array.from({ length: boxes }, (_, box) => at(box * 20, box % 2 ? APPLE : PEAR));
      return pair(`p${photo}`, all, all);
    });

  it("are said to be small below 20 objects or 10 photos", () => {
    expect(measureAgreement(photos(10, 2)).isFew).toBe(false);
    expect(measureAgreement(photos(9, 4)).isFew).toBe(true);
    expect(measureAgreement(photos(19, 1)).isFew).toBe(true);
  });

  it("leave full agreement in doubt: the interval reaches far down", () => {
    const { f1 } = measureAgreement(photos(3, 1));
    // Wilson, 3 of 3: from 0.4385; 2 · 0.4385 / 1.4385
    expect(f1.value).toBe(1);
    expect(f1.interval?.low).toBeCloseTo(0.6096, 3);
    expect(f1.interval?.high).toBe(1);
  });

  it("give no interval of alpha from one photo, and the same one each time from many", () => {
    const mixed = [...photos(12, 4), pair("x", [at(0)], [at(0, PEAR)])];
    expect(measureAgreement(photos(1, 4)).alpha).toEqual({ value: 1, interval: null });
    const { alpha } = measureAgreement(mixed);
    expect(alpha).toEqual(measureAgreement(mixed).alpha);
    expect(alpha.interval?.low).toBeLessThan(alpha.value ?? 0);
  });
});
