import { describe, expect, it } from "vitest";
import { readShape } from "@/server/datasets/import/testing/read-shape";

const file = (
  annotations: readonly object[],
  item: object = { image: { path: "a.jpg", size: [100, 200] } },
) => ({
  info: {},
  categories: { label: { labels: [{ name: "egg", parent: "" }, { name: "__proto__" }] }, mask: {} },
  items: [{ id: "a", annotations, ...item }],
});
const read = (annotations: readonly object[], item?: object) =>
  readShape({ "images/train/a.jpg": "", "annotations/train.json": JSON.stringify(file(annotations, item)) });
const A = "images/train/a.jpg";
const bbox = (more: object = {}) => ({
  id: 1,
  type: "bbox",
  label_id: 0,
  attributes: {},
  group: 0,
  bbox: [10, 20, 30, 40],
  ...more,
});

describe("Datumaro's JSON", () => {
  it.each([
    ["a box", bbox(), "egg 10,20,40,60"],
    ["a box turned as CVAT turns it", bbox({ attributes: { rotation: 90 } }), "egg 5,25,45,55"],
    ["a turned box", { ...bbox(), type: "rotated_bbox", bbox: [50, 40, 20, 10, 90] }, "egg 45,30,55,50"],
    ["a polygon", { ...bbox(), type: "polygon", points: [1, 2, 5, 8, 3, 9] }, "egg 1,2,5,9"],
    ["an ellipse by its corners", { ...bbox(), type: "ellipse", points: [1, 2, 5, 8] }, "egg 1,2,5,8"],
    // column by column, 100 high: two pixels from 3 on in the third column
    [
      "a mask",
      { ...bbox(), type: "mask", rle: { size: [100, 200], counts: [203, 2, 19795] } },
      "egg 2,3,3,5",
    ],
    ["a label of the photo alone", { id: 1, type: "label", label_id: 0 }, "unlabelled"],
    ["a label that is not listed", bbox({ label_id: 7 }), "annotation 1 has label 7, which is not listed"],
    ["a label of JavaScript's", bbox({ label_id: 1 }), "__proto__ 10,20,40,60"],
    ["no label", bbox({ label_id: null }), "annotation 1 has no class"],
    [
      "points",
      { ...bbox(), type: "points", points: [1, 2] },
      "annotation 1 (egg) is of points, which are no box",
    ],
  ])("reads %s", async (_name, annotation, expected) => {
    const { format, photos, splits } = await read([annotation]);
    expect(format).toBe("datumaro");
    expect(photos[A]).toBe(expected);
    expect(splits[A]).toBe("train");
  });
  it("counts crowds", async () => {
    expect((await read([bbox({ attributes: { is_crowd: true } })])).crowds).toEqual({ [A]: 1 });
  });
  it("finds the photo by the item's id where no path is written", async () => {
    expect((await read([bbox()], { image: undefined })).photos[A]).toBe("egg 10,20,40,60");
  });
  it("puts each subset's labels to the photos of its own split", async () => {
    const other = { ...file([bbox({ bbox: [1, 2, 3, 4] })]) };
    const { photos } = await readShape({
      "images/train/a.jpg": "",
      "images/val/a.jpg": "",
      "annotations/train.json": JSON.stringify(file([bbox()])),
      "annotations/val.json": JSON.stringify(other),
    });
    expect(photos).toEqual({ "images/train/a.jpg": "egg 10,20,40,60", "images/val/a.jpg": "egg 1,2,4,6" });
  });
});
