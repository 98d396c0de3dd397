import { describe, expect, it } from "vitest";
import { comparePhotosOfAll, type SeenByModel, type SeenPhoto } from "./photos-of-all";

const box = (x1: number) => ({ x1, y1: 0, x2: x1 + 10, y2: 10 });

function photo(name: string, found: readonly string[], changes: Partial<SeenPhoto> = {}): SeenPhoto {
  return {
    set: "scenes",
    photo: `${name}.jpg`,
    sha256: name,
    width: 100,
    height: 100,
    truths: [{ name: "apple", box: box(0) }],
    predictions: found.map((of, i) => ({ name: of, score: 0.9, box: box(50 * i) })),
    ...changes,
  };
}

const model = (id: string, photos: readonly SeenPhoto[], classes = ["apple", "pear"]): SeenByModel => ({
  id,
  confidence: 0.25,
  photos,
  classes: new Set(classes),
});

describe("models photo by photo", () => {
  it("are compared only on photos that all were measured on", () => {
    const compared = comparePhotosOfAll([
      model("a/1", [photo("one", ["apple"]), photo("two", ["apple"])]),
      model("a/2", [photo("one", [])]),
      model("a/3", [photo("one", ["pear"]), photo("three", [])]),
    ]);
    expect(compared.photos.map(({ errors }) => errors)).toEqual([[0, 1, 1]]);
    expect(compared.notByAll).toBe(2);
  });

  it("are not compared on a photo of one name in another set", () => {
    const compared = comparePhotosOfAll([
      model("a/1", [photo("one", [])]),
      model("a/2", [photo("one", [], { set: "others" })]),
    ]);
    expect([compared.photos.length, compared.notByAll]).toEqual([0, 2]);
  });

  it("are not compared on a photo whose boxes were others", () => {
    const compared = comparePhotosOfAll([
      model("a/1", [photo("one", [])]),
      model("a/2", [photo("one", [], { truths: [{ name: "apple", box: box(3) }] })]),
    ]);
    expect([compared.photos.length, compared.otherBoxes]).toEqual([0, 1]);
  });

  it("are held to the classes that all know: a box of another is neither missed nor false", () => {
    const more = [
      { name: "apple", box: box(0) },
      { name: "quince", box: box(50) },
    ];
    const compared = comparePhotosOfAll([
      model("a/1", [photo("one", ["apple", "quince"], { truths: more })], ["apple", "quince"]),
      // it does not know quinces, so that their boxes were not read
      model("a/2", [photo("one", ["apple"])], ["apple"]),
    ]);
    expect(compared.classes).toEqual(["quince"]);
    expect(compared.photos[0]?.errors).toEqual([0, 0]);
  });

  it("have figures on these photos alone", () => {
    const compared = comparePhotosOfAll([
      model("a/1", [photo("one", ["apple"]), photo("two", [])]),
      model("a/2", [photo("one", [])]),
    ]);
    expect(compared.figures).toEqual([
      { id: "a/1", confidence: 0.25, map50: 1, f1: 1, errors: 0 },
      { id: "a/2", confidence: 0.25, map50: 0, f1: 0, errors: 1 },
    ]);
  });

  it("are each judged from the confidence at which their own boxes are shown", () => {
    const unsure = { predictions: [{ name: "apple", score: 0.15, box: box(0) }] };
    const photos = [photo("one", [], unsure)];
    const compared = comparePhotosOfAll([
      { ...model("a/1", photos), confidence: 0.15 },
      { ...model("a/2", photos), confidence: 0.16 },
    ]);
    expect(compared.figures.map(({ errors }) => errors)).toEqual([0, 1]);
  });

  it("have no figure where there is no box to find", () => {
    const empty = photo("one", [], { truths: [] });
    expect(comparePhotosOfAll([model("a/1", [empty]), model("a/2", [empty])]).figures[0]?.map50).toBeNull();
  });

  it("show first where they differ most", () => {
    const compared = comparePhotosOfAll([
      model("a/1", [photo("same", ["apple"]), photo("other", ["apple"])]),
      model("a/2", [photo("same", ["apple"]), photo("other", ["pear", "pear", "pear"])]),
    ]);
    expect(compared.photos.map(({ seen }) => seen[0]?.photo)).toEqual(["other.jpg", "same.jpg"]);
  });
});
