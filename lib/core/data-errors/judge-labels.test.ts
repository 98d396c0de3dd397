import { describe, expect, it } from "vitest";
import { intersectionOverUnion } from "../geometry/iou";
import { judgeLabels, LABEL_DOUBTS, type LabelDoubt } from "./judge-labels";
import type { JudgedPhoto } from "./judged-photo";
import { type SpoiledSet, type SpoilOptions, spoiledSet } from "./testing/spoiled-set";

const isTrue = ({ spoiled }: SpoiledSet, doubt: LabelDoubt): boolean =>
  spoiled.some(
    ({ photo, kind, at }) =>
      photo === doubt.photo &&
      kind === doubt.kind &&
      intersectionOverUnion(at, (doubt.label ?? doubt.model)!.box) > 0.5,
  );

/** Share of the first `most` doubts that were put in on purpose. */
function precision(options: SpoilOptions, most: number, kind?: LabelDoubt["kind"]): number {
  const set = spoiledSet(options);
  const { doubts } = judgeLabels(set.photos);
  const first = doubts.filter((one) => kind === undefined || one.kind === kind).slice(0, most);
  return first.filter((one) => isTrue(set, one)).length / Math.max(1, first.length);
}

const TENTH = { seed: 7, photos: 300, share: 0.1 };

describe("on a set with known faults", () => {
  it("has real faults at the top of the list, though two labels in three are right", () => {
    // 4 faults for each 10 things
    expect(precision(TENTH, 100)).toBeGreaterThan(0.9);
    expect(precision(TENTH, 300)).toBeGreaterThan(0.8);
  });

  it.each(LABEL_DOUBTS)("has them for %s alone, where one label in ten is so", (kind) => {
    expect(precision(TENTH, 50, kind)).toBeGreaterThan(0.85);
  });

  it("finds most of what was put in", () => {
    const set = spoiledSet(TENTH);
    const { doubts } = judgeLabels(set.photos);
    const found = set.spoiled.filter(({ photo, kind, at }) =>
      doubts.some(
        (doubt) =>
          doubt.photo === photo &&
          doubt.kind === kind &&
          intersectionOverUnion((doubt.label ?? doubt.model)!.box, at) > 0.5,
      ),
    );
    expect(found.length / set.spoiled.length).toBeGreaterThan(0.7);
  });

  it("has few where one name in fifty is wrong, and those first", () => {
    expect(precision({ seed: 3, photos: 400, share: 0.02 }, 20)).toBeGreaterThan(0.7);
  });

  it("is no better than chance with a model that knows nothing of names", () => {
    // one in ten labels has a wrong name; the model's names are drawn
    expect(precision({ ...TENTH, isBlind: true }, 50, "wrong-class")).toBeLessThan(0.3);
  });
});

const size = { width: 400, height: 400 };
const at = (x: number, edge = 80, y = 10) => ({ x1: x, y1: y, x2: x + edge, y2: y + edge });
const sees = (x: number, classId: number, score: number, edge = 80) => ({
  box: at(x, edge),
  classes: [{ classId, score }],
});
const photo = (patch: Partial<JudgedPhoto>): JudgedPhoto => ({
  size,
  source: "s",
  labels: [],
  places: [],
  acquaintance: "unseen",
  knows: () => true,
  ...patch,
});
/** Ten photos of class 0 and ten of class 1, all right: the model is 0.8 sure of both, and 0.2 of something else. */
const USUAL = [0, 1].flatMap((classId) =>
  Array.from({ length: 10 }, () => {
    const classes = [
      { classId, score: 0.8 },
      { classId: 9, score: 0.2 },
    ];
    return photo({ labels: [{ box: at(10), classId }], places: [{ box: at(10), classes }] });
  }),
);
const judged = (one: Partial<JudgedPhoto>) =>
  judgeLabels([...USUAL, photo(one)]).doubts.filter((doubt) => doubt.photo === USUAL.length);

describe("of one label", () => {
  it("believes another name that is as sure as its class usually is, and says what it would be", () => {
    const places = [
      {
        box: at(12),
        classes: [
          { classId: 1, score: 0.9 },
          { classId: 0, score: 0.1 },
        ],
      },
    ];
    expect(judged({ labels: [{ box: at(10), classId: 0 }], places })).toEqual([
      {
        kind: "wrong-class",
        photo: 20,
        // 0.9 × (1 − 0.1)
        score: expect.closeTo(0.81, 10),
        label: { box: at(10), classId: 0 },
        model: { box: at(12), classId: 1, score: 0.9 },
        selfConfidence: 0.1,
      },
    ]);
  });

  it("does not believe one that has less of the place than that class usually has", () => {
    const places = [
      {
        box: at(10),
        classes: [
          { classId: 1, score: 0.6 },
          { classId: 2, score: 0.3 },
        ],
      },
    ];
    // 0.6 of 0.9, where labels of class 1 have all
    expect(judged({ labels: [{ box: at(10), classId: 0 }], places })).toEqual([]);
  });

  it("does not judge the name of a class that the model lacks, and counts it", () => {
    const labels = [{ box: at(10), classId: 5 }];
    const unknown = photo({ labels, places: [sees(10, 1, 0.95)], knows: (classId) => classId < 5 });
    const { doubts, unjudgedNames } = judgeLabels([...USUAL, unknown]);
    expect({ doubts, unjudgedNames }).toEqual({ doubts: [], unjudgedNames: 1 });
  });

  it("takes the name of another label in the same place for that label's", () => {
    const labels = [
      { box: at(10), classId: 0 },
      { box: at(12), classId: 1 },
    ];
    const places = [
      {
        box: at(11),
        classes: [
          { classId: 1, score: 0.95 },
          { classId: 0, score: 0.2 },
        ],
      },
    ];
    expect(judged({ labels, places })).toEqual([]);
  });

  it("finds a box with nothing in it by what is usually seen in its class", () => {
    const found = judged({
      labels: [
        { box: at(10), classId: 0 },
        { box: at(300), classId: 0 },
      ],
      places: [sees(10, 0, 0.8)],
    });
    expect(found).toMatchObject([
      { kind: "empty-box", label: { box: at(300) }, model: null, selfConfidence: 0 },
    ]);
  });

  it("finds a box beside the thing, once: the thing is not missing as well", () => {
    const found = judged({ labels: [{ box: at(60), classId: 0 }], places: [sees(10, 0, 0.9)] });
    expect(found).toMatchObject([
      { kind: "wrong-place", label: { box: at(60) }, model: { box: at(10), classId: 0 } },
    ]);
  });

  it("takes one box around a heap for right when the model sees the single things", () => {
    const places = [sees(10, 0, 0.9, 60), sees(80, 0, 0.9, 60), sees(150, 0, 0.9, 60)];
    expect(judged({ labels: [{ box: { x1: 0, y1: 0, x2: 220, y2: 100 }, classId: 0 }], places })).toEqual([]);
  });
});

describe("of what has no box", () => {
  it("is less sure in a source that leaves most things without one", () => {
    const labels = [{ box: at(10), classId: 0 }];
    const alone = photo({ labels, places: [sees(10, 0, 0.8), sees(200, 1, 0.8)] });
    const ofSource = (source: string, count: number) =>
      Array.from({ length: count }, () => ({ ...alone, source }));
    const { doubts } = judgeLabels([...USUAL, ...ofSource("s", 1), ...ofSource("one a photo", 20)]);
    // s: 21 of 22 have one, (21 + 1) / (22 + 2); of class 1 10 of 11, so (10 + 3 × 0.9167) / (11 + 3)
    expect(doubts[0]).toMatchObject({
      kind: "missing-box",
      photo: 20,
      score: expect.closeTo((0.8 * (10 + 3 * (22 / 24))) / 14, 10),
    });
    // the other: half of all, of class 1 none of 20, so (0 + 3 × 0.5) / (20 + 3), which is under what is shown
    expect(doubts).toHaveLength(1);
  });

  it("is hardly sure of a class that this source never boxes, whatever else it boxes", () => {
    const fruit = { box: at(10), classId: 0 };
    const onTree = photo({
      source: "fruits",
      labels: [fruit],
      places: [sees(10, 0, 0.9), sees(200, 1, 0.9)],
    });
    const forgotten = photo({
      source: "fruits",
      labels: [fruit],
      places: [sees(10, 0, 0.9), sees(200, 0, 0.9)],
    });
    const trees = Array.from({ length: 12 }, () => onTree);
    const found = judgeLabels([...USUAL, ...trees, forgotten]).doubts.map((doubt) => doubt.photo);
    expect(found).toEqual([32]);
  });
});

describe("of a model that learnt the labels", () => {
  it("is believed less than one that did not, and its confidence raises no limit of the others", () => {
    const classes = [
      { classId: 1, score: 0.85 },
      { classId: 0, score: 0.1 },
    ];
    const wrong = { labels: [{ box: at(10), classId: 0 }], places: [{ box: at(10), classes }] };
    const learnt = Array.from({ length: 10 }, () =>
      photo({ labels: [{ box: at(10), classId: 1 }], places: [sees(10, 1, 0.99)], acquaintance: "seen" }),
    );
    const set = [...USUAL, ...learnt, photo(wrong), photo({ ...wrong, acquaintance: "seen" })];
    const found = judgeLabels(set).doubts.filter(({ photo: index }) => index >= 30);
    // 0.85 of 0.95 reaches the 0.8 of the unseen, not the whole that is usual among the learnt
    expect(found.map((one) => [one.photo, one.score])).toEqual([[30, expect.closeTo(0.85 * 0.9, 10)]]);
    const sure = { ...wrong, places: [sees(10, 1, 1)] };
    const both = judgeLabels([...set, photo(sure), photo({ ...sure, acquaintance: "seen" })]).doubts;
    expect(both.filter(({ photo: index }) => index >= 32).map(({ score }) => score)).toEqual([1, 0.75]);
  });
});
