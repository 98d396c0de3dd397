import { describe, expect, it } from "vitest";
import {
  boxFigures,
  hasSeveralClasses,
  type NamedTruth,
  nothingFigures,
  type RealPhoto,
  realSetKind,
  surestFigures,
} from "./real-life";

const box = (x1: number, size = 10) => ({ x1, y1: 0, x2: x1 + size, y2: 10 });
const truth = (classId: number | undefined, x1 = 0, name = `name ${classId}`): NamedTruth => ({
  box: box(x1),
  name,
  classId,
});
const shown = (classId: number, score = 0.9, x1 = 0) => ({ box: box(x1), classId, score });
const photo = (truths: readonly NamedTruth[], ...boxes: readonly ReturnType<typeof shown>[]): RealPhoto => ({
  truths,
  shown: boxes,
});

describe("what a set's labels allow to be asked", () => {
  it("is told from its boxes", () => {
    expect(realSetKind([photo([]), photo([])])).toBe("no food");
    expect(realSetKind([photo([truth(1)]), photo([truth(2)])])).toBe("one box a photo");
    expect(realSetKind([photo([truth(1)]), photo([truth(1), truth(1, 20)])])).toBe("boxed");
    expect(realSetKind([photo([truth(1)]), photo([])])).toBe("boxed");
  });

  it("counts two names the model does not know as two classes", () => {
    expect(hasSeveralClasses(photo([truth(1), truth(1, 20)]))).toBe(false);
    expect(hasSeveralClasses(photo([truth(undefined, 0, "fig"), truth(undefined, 20, "quince")]))).toBe(true);
  });
});

describe("the surest box", () => {
  it("is right when it has the photo's one class, wherever it lies", () => {
    const photos = [
      photo([truth(1)], shown(1, 0.9, 50)),
      photo([truth(1)], shown(2, 0.9), shown(1, 0.5)),
      photo([truth(1)]),
    ];
    expect(surestFigures(photos)).toEqual({ photos: 3, right: 1 });
  });

  it("is never right about a class the model does not have", () => {
    expect(surestFigures([photo([truth(undefined)], shown(1)), photo([truth(undefined)])])).toEqual({
      photos: 2,
      right: 0,
    });
  });

  it("is not asked of photos of two classes", () => {
    expect(surestFigures([photo([truth(1), truth(2, 20)], shown(1))]).photos).toBe(0);
  });
});

describe("boxes", () => {
  it("are right by name on a box of their class, and without names on any", () => {
    const photos = [photo([truth(1), truth(2, 20)], shown(1), shown(1, 0.8, 20), shown(3, 0.7, 60))];
    expect(boxFigures(photos)).toEqual({
      photos: 1,
      truths: 2,
      shown: 3,
      unnamed: 0,
      rightByName: 1,
      rightWithoutName: 2,
    });
  });

  it("count once: a second box on the same food is wrong", () => {
    const { rightByName, rightWithoutName } = boxFigures([photo([truth(1)], shown(1), shown(1, 0.5))]);
    expect([rightByName, rightWithoutName]).toEqual([1, 1]);
  });

  it("must overlap by half", () => {
    // 10 wide, moved by 4: 6 of 14 in common
    expect(boxFigures([photo([truth(1)], shown(1, 0.9, 4))]).rightWithoutName).toBe(0);
    // moved by 3: 7 of 13
    expect(boxFigures([photo([truth(1)], shown(1, 0.9, 3))]).rightWithoutName).toBe(1);
  });

  it("on a food the model has no class for are named wrongly", () => {
    const { rightByName, rightWithoutName } = boxFigures([photo([truth(undefined)], shown(1))]);
    expect([rightByName, rightWithoutName]).toEqual([0, 1]);
  });

  it("take the true box they overlap most", () => {
    const both = photo([truth(1), truth(1, 3)], shown(1, 0.9, 3), shown(1, 0.8, 0));
    expect(boxFigures([both]).rightByName).toBe(2);
  });
});

describe("some food without a name", () => {
  const unnamed = { ...photo([truth(1), truth(2, 20)], shown(1)), unnamed: [shown(1, 0.5, 20)] };

  it("is found, and has no wrong name", () => {
    expect(boxFigures([unnamed])).toMatchObject({
      shown: 1,
      unnamed: 1,
      rightByName: 1,
      rightWithoutName: 2,
    });
  });

  it("is something shown on a photo without food, and no food", () => {
    const figures = nothingFigures([{ ...photo([]), unnamed: [shown(1)] }], () => false);
    expect(figures).toEqual({ photos: 1, withBox: 1, withName: 0, withFood: 0 });
  });
});

describe("photos without food", () => {
  it("are counted by whether any box is shown, and whether a food is", () => {
    const photos = [photo([]), photo([], shown(7)), photo([], shown(1), shown(7))];
    expect(nothingFigures(photos, (id) => id === 7)).toEqual({
      ...{ photos: 3, withBox: 2, withName: 2, withFood: 1 },
    });
  });
});
