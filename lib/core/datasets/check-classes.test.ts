import { describe, expect, it } from "vitest";
import {
  checkClassCounts,
  checkClassNames,
  checkTogether,
  countTogether,
  FEW_BOXES,
  FEW_PHOTOS,
} from "./check-classes";

const twins = (...names: string[]) => checkClassNames(names).map(({ facts }) => [facts.first, facts.second]);

describe("checkClassNames", () => {
  it("finds one thing under two spellings", () => {
    expect(twins("Soyabean leaf", "Tomato leaf", "Soybean leaf")).toEqual([
      ["Soyabean leaf", "Soybean leaf"],
    ]);
    expect(twins("olive_oil", "Olive oil")).toHaveLength(1);
    expect(twins("egg", "eggs", "mushrooms", "mushroom")).toEqual(
      [
        ["mushrooms", "mushroom"],
        ["egg", "eggs"],
      ].reverse(),
    );
    expect(twins("bell pepper", "bellpepper")).toHaveLength(1);
  });

  it("leaves two things that only sound alike", () => {
    expect(twins("Tomato leaf", "Potato leaf", "pear", "peach", "rice", "oats", "oat milk")).toEqual([]);
    expect(twins("Corn leaf blight", "Corn rust leaf", "grape leaf", "apple leaf")).toEqual([]);
  });
});

describe("checkClassCounts", () => {
  it("warns below the least count, not at it", () => {
    const of = (boxes: number) =>
      checkClassCounts([{ name: "egg", boxes, photos: 1 }]).map((one) => one.code);
    expect(of(0)).toEqual(["class-unused"]);
    expect(of(FEW_BOXES - 1)).toEqual(["class-few-boxes"]);
    expect(of(FEW_BOXES)).toEqual([]);
  });
});

describe("countTogether", () => {
  it("counts photos, not boxes, and each pair once", () => {
    expect(countTogether([[1, 0, 0], [0, 1], [2]])).toEqual([{ first: 0, second: 1, photos: 2 }]);
  });
});

describe("checkTogether", () => {
  const counts = (egg: number, bun: number) => [
    { name: "egg", boxes: egg, photos: egg },
    { name: "bun", boxes: bun, photos: bun },
  ];
  const found = (egg: number, bun: number, photos: number) =>
    checkTogether(counts(egg, bun), [{ first: 0, second: 1, photos }]).map(({ facts }) => facts.class);

  it("finds a class that is never without another, from the least count on", () => {
    expect(found(FEW_PHOTOS, 90, FEW_PHOTOS)).toEqual(["egg"]);
    expect(found(90, FEW_PHOTOS, FEW_PHOTOS)).toEqual(["bun"]);
    expect(found(FEW_PHOTOS - 1, 90, FEW_PHOTOS - 1)).toEqual([]);
  });

  it("leaves a class that is once alone", () => {
    expect(found(FEW_PHOTOS + 1, 90, FEW_PHOTOS)).toEqual([]);
  });
});
