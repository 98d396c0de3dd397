import { describe, expect, it } from "vitest";
import { chooseConfidence } from "./choose-confidence";
import { chooseNameLimit, limitFigures } from "./choose-name-limit";
import { chooseScene } from "./choose-scene";
import {
  judgeNames,
  type NameErrors,
  nameErrors,
  type ToldName,
  toldByOthers,
  wordsHold,
} from "./fit-naming";
import { fitReading } from "./fit-reading";
import type { LookedPhoto } from "./looked-photo";
import { boxAt, lookedPhoto, lookedSet } from "./testing/looked-set";

const [APPLE, PEAR, PLUM, LEAF] = [1, 2, 3, 9];
const isLeaf = (classId: number) => classId === LEAF;
const copies = (count: number, photo: LookedPhoto) => Array.from({ length: count }, () => photo);

/** An apple that is scored as one, with a second class behind. */
const apple = (score: number, second: number, truth: number | undefined = APPLE) =>
  lookedPhoto(
    [
      { x: 0, classId: truth },
      { x: 50, classId: truth },
    ],
    [
      {
        x: 0,
        classes: [
          { classId: APPLE, score },
          { classId: PEAR, score: second },
        ],
      },
    ],
  );

describe("chooseScene", () => {
  it("chooses a weight that takes leaves off photos of food and no food away", () => {
    const food = lookedPhoto(
      [
        { x: 0, classId: APPLE },
        { x: 20, classId: APPLE },
      ],
      [
        { x: 0, classes: [{ classId: APPLE, score: 0.9 }] },
        { x: 20, classes: [{ classId: APPLE, score: 0.9 }] },
        { x: 60, classes: [{ classId: LEAF, score: 0.3 }] },
      ],
    );
    const chosen = chooseScene([lookedSet("fruit", ...copies(5, food))], isLeaf);
    expect(chosen).toMatchObject({
      photos: 5,
      wrongKindBefore: 5,
      wrongKindAfter: 0,
      rightBefore: 10,
      rightLost: 0,
    });
    expect(chosen.weight).toBeGreaterThan(0);
  });

  it("stays at 0 where it would cost right boxes", () => {
    const leafy = lookedPhoto(
      [
        { x: 0, classId: APPLE },
        { x: 20, classId: APPLE },
      ],
      [
        { x: 0, classes: [{ classId: APPLE, score: 0.27 }] },
        { x: 60, classes: [{ classId: LEAF, score: 0.9 }] },
      ],
    );
    expect(chooseScene([lookedSet("fruit", ...copies(5, leafy))], isLeaf)).toMatchObject({
      weight: 0,
      wrongKindAfter: 5,
      rightLost: 0,
    });
  });

  it("asks nothing of photos whose labels name both kinds, or nothing", () => {
    const both = lookedPhoto(
      [
        { x: 0, classId: APPLE },
        { x: 20, classId: LEAF },
      ],
      [],
    );
    expect(chooseScene([lookedSet("garden", both, lookedPhoto([], []))], isLeaf).photos).toBe(0);
  });
});

describe("how likely a name is", () => {
  const clear = apple(0.8, 0.02);
  const doubtful = apple(0.5, 0.4, PLUM);
  const sets = [
    lookedSet("a", ...copies(12, clear), ...copies(12, doubtful)),
    lookedSet("b", ...copies(12, clear), ...copies(12, doubtful)),
  ];

  it("is told of a set by what the others show", () => {
    const told = toldByOthers(judgeNames(sets, isLeaf));
    expect(told).toHaveLength(48);
    expect(told.every(({ likelihood, isRight }) => likelihood > 0.5 === isRight)).toBe(true);
    const strange = [sets[0]!, lookedSet("c", ...copies(24, apple(0.8, 0.02, PLUM)))];
    const ofStrange = toldByOthers(judgeNames(strange, isLeaf)).filter(({ set }) => set === "c");
    expect(ofStrange.every(({ likelihood, isRight }) => likelihood > 0.5 && !isRight)).toBe(true);
  });

  it("is not asked of leaves, nor on photos of leaves alone", () => {
    const leaf = lookedPhoto(
      [
        { x: 0, classId: LEAF },
        { x: 20, classId: LEAF },
      ],
      [
        { x: 0, classes: [{ classId: LEAF, score: 0.9 }] },
        { x: 20, classes: [{ classId: APPLE, score: 0.4 }] },
      ],
    );
    expect(judgeNames([lookedSet("garden", leaf)], isLeaf).get("garden")).toEqual([]);
  });

  it("counts a copy that nobody boxed as right, and a name that the labels do not have as wrong", () => {
    const heap = lookedPhoto(
      [
        { x: 0, classId: APPLE },
        { x: 20, classId: APPLE },
      ],
      [
        { x: 70, classes: [{ classId: APPLE, score: 0.6 }] },
        { x: 90, classes: [{ classId: PEAR, score: 0.5 }] },
      ],
    );
    const names = judgeNames([lookedSet("heap", heap)], isLeaf).get("heap") ?? [];
    expect(names.map(({ isRight }) => isRight)).toEqual([true, false]);
  });

  it("is fitted whole, with all that follows", () => {
    const fitted = fitReading(sets, { isLeaf, classIds: [APPLE, PEAR, PLUM, LEAF] });
    expect(fitted.naming.from).toBeGreaterThan(0);
    expect(fitted.naming).toMatchObject({ right: 24, wrong: 24, wrongUnnamed: 24 });
    expect(fitted.words.sets.map(({ set }) => set)).toEqual(["a", "b"]);
    expect(fitted.words.hold).toBe(true);
  });

  it("does not let the many boxes of one photo decide about the words", () => {
    const shelf = lookedPhoto(
      Array.from({ length: 25 }, (_, index) => ({ x: index * 30, classId: PLUM })),
      Array.from({ length: 25 }, (_, index) => ({
        x: index * 30,
        classes: [{ classId: APPLE, score: 0.95 }],
      })),
    );
    const withShelf = [...sets, lookedSet("one shelf", shelf)];
    const fitted = fitReading(withShelf, { isLeaf, classIds: [APPLE, PEAR, PLUM, LEAF] });
    expect(fitted.words.sets.map(({ set }) => set)).toEqual(["a", "b"]);
  });

  it("cannot be fitted to photos without foods", () => {
    const nothing = [lookedSet("rooms", lookedPhoto([], []))];
    expect(() => fitReading(nothing, { isLeaf, classIds: [APPLE] })).toThrow(RangeError);
  });
});

describe("chooseNameLimit", () => {
  const told = (likelihood: number, isRight: boolean, isOnFood = true): ToldName => ({
    ...{ set: "a", x: [], score: 0.5, likelihood, isRight },
    photo: lookedPhoto(isOnFood ? [{ x: 0, classId: APPLE }] : [], []),
    truth: isOnFood ? { box: boxAt(0), name: "apple", classId: APPLE } : undefined,
  });
  const names = [
    ...Array.from({ length: 100 }, (_, index) => told((index + 1) / 100, true)),
    ...Array.from({ length: 10 }, () => told(0.03, false)),
    told(0.02, false, false),
  ];

  it("lets as many of the rightly named lose their name as allowed, and no more", () => {
    const from = chooseNameLimit(names, { confidence: 0.25, mayLose: 0.08 });
    expect(from).toBeCloseTo(0.09, 5); // 0.01 to 0.08 are below it
    const hidden = { foods: 7, told: [told(0.05, false), told(0.5, false)] };
    expect(limitFigures({ told: names, hidden, from, confidence: 0.25 })).toEqual({
      ...{ right: 100, rightLost: 8, wrong: 10, wrongUnnamed: 10 },
      ...{ hiddenFoods: 7, hidden: 2, hiddenUnnamed: 1, noFood: 1, noFoodUnnamed: 1 },
    });
  });

  it("names everything where nothing is shown", () => {
    expect(chooseNameLimit(names, { confidence: 0.6 })).toBe(0);
  });

  it("does not let one large set decide for a small one", () => {
    const sure = Array.from({ length: 81 }, () => ({ ...told(0.9, true), set: "large" }));
    const unsure = [0.1, 0.2, 0.3, 0.4].map((likelihood) => ({ ...told(likelihood, true), set: "small" }));
    // weights 81 / 9 = 9 and 4 / 2 = 2: one of the small is 0.5 of 11, a tenth is 1.1, so two may go
    expect(chooseNameLimit([...sure, ...unsure], { confidence: 0.25, mayLose: 0.1 })).toBeCloseTo(0.3, 5);
  });
});

describe("the three words", () => {
  const errors = (more: Partial<NameErrors>): NameErrors => ({
    ...{ set: "a", boxes: 100, right: 0.8, before: 0.2, after: 0.1, sure: 50, sureRight: 45 },
    ...more,
  });

  it("hold where they err less than the scores and sure is right in every set", () => {
    expect(wordsHold([errors({}), errors({})])).toBe(true);
    expect(wordsHold([errors({}), errors({ sureRight: 20 })])).toBe(false);
    expect(wordsHold([errors({}), errors({ after: 0.5 })])).toBe(false);
    expect(wordsHold([])).toBe(false);
  });

  it("are not refuted by a set that says sure a few times", () => {
    expect(wordsHold([errors({}), errors({ sure: 5, sureRight: 1 })])).toBe(true);
  });

  it("are judged in sets of some size", () => {
    const sets = [
      lookedSet("a", ...copies(24, apple(0.8, 0.02))),
      lookedSet("b", ...copies(3, apple(0.8, 0.02))),
    ];
    expect(
      nameErrors(toldByOthers(judgeNames(sets, isLeaf)), 0.75).map(({ set, boxes }) => [set, boxes]),
    ).toEqual([["a", 24]]);
  });
});

describe("chooseConfidence", () => {
  const right = apple(0.6, 0.01);
  const wrong = lookedPhoto([], [{ x: 0, classes: [{ classId: PEAR, score: 0.3 }] }]);

  it("goes above the wrong foods while nearly all right ones are still found", () => {
    const { chosen, usual } = chooseConfidence(
      [lookedSet("fruit", ...copies(4, right)), lookedSet("rooms", ...copies(4, wrong))],
      isLeaf,
    );
    const photos = { foods: 8, found: 4, noFood: 4 };
    expect(usual).toEqual({ confidence: 0.25, shown: 8, right: 4, noFoodShown: 4, ...photos });
    expect(chosen).toEqual({ confidence: 0.31, shown: 4, right: 4, noFoodShown: 0, ...photos });
  });

  it("gives up one food in twelve for quiet on photos without food, and no more than one in ten", () => {
    const rooms = lookedSet("rooms", ...copies(10, wrong));
    const faint = apple(0.3, 0.01);
    const threshold = (faintOnes: number) =>
      chooseConfidence(
        [lookedSet("fruit", ...copies(12 - faintOnes, right), ...copies(faintOnes, faint)), rooms],
        isLeaf,
      ).chosen;
    expect(threshold(1)).toMatchObject({ confidence: 0.31, found: 11, noFoodShown: 0 });
    expect(threshold(2)).toMatchObject({ found: 12, noFoodShown: 10 });
  });

  it("does not pay for that with foods that were found", () => {
    const faint = apple(0.3, 0.01);
    const { chosen } = chooseConfidence(
      [lookedSet("fruit", ...copies(4, faint)), lookedSet("rooms", ...copies(16, wrong))],
      isLeaf,
    );
    expect(chosen.found).toBe(4);
  });
});
