import { describe, expect, it } from "vitest";
import { type Candidate, type ColumnBars, choosePhotos, movedTowards } from "./choose-photos";

/** Dark photos were 1 in 10, and are 9 in 10. */
const BRIGHTNESS: ColumnBars = {
  kind: "numbers",
  bars: [
    { name: "0.1–0.3", reference: 10, current: 90 },
    { name: "0.3–0.5", reference: 90, current: 10 },
  ],
  referenceRows: 100,
  currentRows: 100,
};
const LEEK: ColumnBars = {
  kind: "names",
  bars: [
    { name: "false", reference: 100, current: 80 },
    { name: "true", reference: 0, current: 20 },
  ],
  referenceRows: 100,
  currentRows: 100,
};

describe("movedTowards", () => {
  it("is the logarithm of how much more often such values are now", () => {
    // (90 + 0.5) / 101 against (10 + 0.5) / 101
    expect(movedTowards(BRIGHTNESS, 0.2)).toBeCloseTo(Math.log(90.5 / 10.5), 12);
    expect(movedTowards(LEEK, "true")).toBeCloseTo(Math.log(20.5 / 0.5), 12);
  });

  it("is nothing for what became rarer, what nobody saw, and what is not known", () => {
    expect(movedTowards(BRIGHTNESS, 0.4)).toBe(0);
    expect(movedTowards(BRIGHTNESS, 0.05)).toBe(0);
    expect(movedTowards(BRIGHTNESS, undefined)).toBe(0);
    expect(movedTowards(LEEK, "perhaps")).toBe(0);
  });

  it("puts a value at a border into the place that begins there, and the largest into the last", () => {
    expect(movedTowards(BRIGHTNESS, 0.3)).toBe(0);
    const [dark, bright] = BRIGHTNESS.bars.map(({ name }) => name);
    const other = [
      { name: dark ?? "", reference: 90, current: 10 },
      { name: bright ?? "", reference: 10, current: 90 },
    ];
    expect(movedTowards({ ...BRIGHTNESS, bars: other }, 0.3)).toBeGreaterThan(0);
    expect(movedTowards({ ...BRIGHTNESS, bars: other }, 0.5)).toBeGreaterThan(0);
  });
});

describe("choosePhotos", () => {
  const photo = (id: string, brightness: number, features: number[] | null): Candidate => ({
    id,
    values: { brightness },
    features,
  });
  const columns = { brightness: BRIGHTNESS };

  it("takes photos of what moved alone", () => {
    const photos = [photo("bright", 0.4, [1, 0]), photo("dark", 0.2, [0, 1])];
    expect(choosePhotos(photos, columns, 5)).toEqual([{ id: "dark", column: "brightness" }]);
  });

  it("prefers a different photo to one like the first", () => {
    const photos = [
      photo("first", 0.2, [1, 0, 0]),
      photo("its twin", 0.2, [1, 0.01, 0]),
      photo("another", 0.2, [0, 1, 0]),
    ];
    expect(choosePhotos(photos, columns, 2).map(({ id }) => id)).toEqual(["first", "another"]);
    // a twin teaches nothing, whatever the budget
    expect(choosePhotos(photos, columns, 3)).toHaveLength(2);
  });

  it("names the column that a photo is of most", () => {
    const both = { id: "a", values: { brightness: 0.2, leek: "true" }, features: null };
    expect(choosePhotos([both], { brightness: BRIGHTNESS, leek: LEEK }, 1)[0]?.column).toBe("leek");
  });

  it("keeps to the budget, and to photos whose features are not known too", () => {
    const photos = Array.from({ length: 9 }, (_, at) => photo(`p${at}`, 0.2, null));
    expect(choosePhotos(photos, columns, 4)).toHaveLength(4);
    expect(choosePhotos([], columns, 4)).toEqual([]);
  });
});
