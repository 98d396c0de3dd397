import { describe, expect, it } from "vitest";
import { hideClasses, isNamed, judgeable, truthUnder } from "./looked-photo";
import { boxAt, lookedPhoto } from "./testing/looked-set";

describe("hideClasses", () => {
  const { candidates } = lookedPhoto(
    [],
    [
      {
        x: 0,
        classes: [
          { classId: 1, score: 0.8 },
          { classId: 2, score: 0.3 },
        ],
      },
      { x: 50, classes: [{ classId: 3, score: 0.5 }] },
      { x: 90, classes: [{ classId: 1, score: 0.4 }] },
    ],
  );

  it("gives each place its best class that is left, best first", () => {
    const left = hideClasses(candidates, new Set([1]));
    expect(left.count).toBe(2); // the third place had nothing else
    expect([...left.classIds]).toEqual([3, 2]);
    expect(left.scores[1]).toBeCloseTo(0.3, 5);
    expect([...left.boxes]).toEqual([50, 0, 60, 10, 0, 0, 10, 10]);
    expect(left.others).toEqual([[], []]);
  });

  it("changes nothing where nothing is hidden", () => {
    expect(hideClasses(candidates, new Set([7])).classIds).toEqual(candidates.classIds);
  });
});

describe("what a box lies on", () => {
  const photo = lookedPhoto(
    [
      { x: 0, classId: 1 },
      { x: 4, classId: undefined },
    ],
    [],
  );

  it("is the label it overlaps most, from a half on", () => {
    // shifted by 3: 70 / 130 = 0.54; the other is shifted by 1: 90 / 110
    expect(truthUnder(photo, { box: boxAt(3) }, "boxed")?.name).toBe("name undefined");
    expect(truthUnder(photo, { box: boxAt(0) }, "boxed")?.classId).toBe(1);
    expect(truthUnder(photo, { box: boxAt(20) }, "boxed")).toBeUndefined();
  });

  it("is the photo's one label where places do not count", () => {
    expect(truthUnder(photo, { box: boxAt(80) }, "one box a photo")?.classId).toBe(1);
  });

  it("may have a class that the model does not have", () => {
    expect(isNamed(photo, 1)).toBe(true);
    expect(isNamed(photo, 2)).toBe(false);
  });
});

it("judges the surest box alone where one thing is labelled of many", () => {
  expect(judgeable("one box a photo", ["a", "b"])).toEqual(["a"]);
  expect(judgeable("boxed", ["a", "b"])).toEqual(["a", "b"]);
});
