import { describe, expect, it } from "vitest";
import { readCoco, whyNoCoco } from "./coco";
import { createCocoWriter } from "./coco-writer";

const image = (id: unknown, file_name = "a.jpg") => ({ id, file_name, width: 100, height: 50 });
const egg = { id: 3, name: "egg" };

function annotated(annotation: object) {
  return readCoco({
    images: [image(7)],
    categories: [egg],
    annotations: [{ id: 1, image_id: 7, category_id: 3, ...annotation }],
  });
}

describe("readCoco", () => {
  it.each([
    ["without a size", [12, 7, 0, 0]],
    ["without a height", [12, 7, 20, 0]],
    ["turned inside out", [30, 45, -20, -40]],
  ])("takes the outline's box for a box %s", (_name, bbox) => {
    const { photos } = annotated({ bbox, segmentation: [[10, 5, 30, 5, 20, 45]] });
    expect(photos[0]?.boxes).toEqual([
      { name: "egg", box: { x1: 10, y1: 5, x2: 30, y2: 45 }, shape: "polygon" },
    ]);
  });

  it("keeps a box without a size where the outline has none either, for the gate to name", () => {
    const { photos } = annotated({ bbox: [12, 7, 0, 0], segmentation: [[12, 7, 12, 7, 12, 7]] });
    expect(photos[0]?.boxes[0]?.box).toEqual({ x1: 12, y1: 7, x2: 12, y2: 7 });
  });

  it.each([{ iscrowd: 1 }, { iscrowd: true }, { ignore: 1 }])("counts %j, and makes no box of it", (flag) => {
    const { photos } = annotated({ bbox: [1, 2, 30, 40], ...flag });
    expect(photos[0]).toMatchObject({ boxes: [], problems: [], crowds: 1 });
  });

  it("takes iscrowd 0 for a thing of its own", () => {
    expect(annotated({ bbox: [1, 2, 30, 40], iscrowd: 0 }).photos[0]).toMatchObject({
      boxes: [{ name: "egg" }],
      crowds: 0,
    });
  });

  it("gives no box to either of two photos that share an image id", () => {
    const { photos, problems } = readCoco({
      images: [image(1, "a.jpg"), image(1, "b.jpg"), image(2, "c.jpg")],
      categories: [egg],
      annotations: [{ id: 5, image_id: 1, category_id: 3, bbox: [0, 0, 9, 9] }],
    });
    const why = ["another photo has its image id, 1"];
    expect(photos).toMatchObject([
      { fileName: "a.jpg", boxes: [], problems: why },
      { fileName: "b.jpg", boxes: [], problems: why },
      { fileName: "c.jpg", boxes: [], problems: [] },
    ]);
    expect(problems).toEqual(["annotation 5 is of image id 1, which several photos have"]);
  });

  it("gives no box a category id that two names have", () => {
    const { photos } = readCoco({
      images: [image(1)],
      categories: [egg, { id: 3, name: "bun" }],
      annotations: [{ id: 5, image_id: 1, category_id: 3, bbox: [0, 0, 9, 9] }],
    });
    expect(photos[0]).toMatchObject({
      boxes: [],
      problems: ["annotation 5 has a category id that two names have"],
    });
  });

  it("says nothing of photos where nothing is annotated at all, unless Forage wrote that", () => {
    expect(readCoco({ images: [image(1)], annotations: [], categories: [egg] }).isLabelled).toBe(false);
    const writer = createCocoWriter([{ id: 0, name: "egg" }]);
    writer.add({ fileName: "a.jpg", size: { width: 100, height: 50 }, boxes: [] });
    const ours = readCoco(JSON.parse([...writer.finish()].join("")));
    expect(ours).toMatchObject({ isLabelled: true, photos: [{ boxes: [], problems: [] }] });
  });
});

describe("whyNoCoco", () => {
  it.each([
    [{ images: [], annotations: [{ caption: "an egg" }] }, /captions/],
    [{ images: [], annotations: [{ segments_info: [] }], categories: [] }, /panoptic/],
    [{ images: [], annotations: [{ bbox: [1, 2, 3, 4] }] }, /no categories/],
    [{ images: [], categories: [] }, /no annotations/],
  ])("says why %j holds no boxes", (json, reason) => expect(whyNoCoco(json)).toMatch(reason));

  it("has nothing to say of a set of boxes, nor of other JSON", () => {
    expect(whyNoCoco({ images: [], annotations: [], categories: [] })).toBeUndefined();
    expect(whyNoCoco({ name: "package" })).toBeUndefined();
    expect(whyNoCoco([1])).toBeUndefined();
  });
});
