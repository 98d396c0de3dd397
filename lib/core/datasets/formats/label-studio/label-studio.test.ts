import { describe, expect, it } from "vitest";
import { readShape, type ShapeOptions } from "@/server/datasets/import/testing/read-shape";

const SIZE = { original_width: 200, original_height: 100, image_rotation: 0 };
/** 10 % of 200 × 100 is 20 × 10 px. */
const region = (value: object = {}, more: object = {}) => ({
  id: "r1",
  type: "rectanglelabels",
  from_name: "label",
  to_name: "image",
  ...SIZE,
  ...more,
  value: { x: 10, y: 20, width: 30, height: 40, rotation: 0, rectanglelabels: ["egg"], ...value },
});
const BOX = "egg 20,20,80,60";
const task = (annotations: readonly object[], more: object = {}) => ({
  id: 1,
  data: { image: "a.jpg" },
  annotations,
  predictions: [],
  ...more,
});
const by = (result: readonly object[], more: object = {}) => ({
  id: 5,
  was_cancelled: false,
  result,
  ...more,
});
const read = (json: unknown, options?: ShapeOptions, photos: readonly string[] = ["a.jpg"]) =>
  readShape(
    { ...Object.fromEntries(photos.map((path) => [path, ""])), "export.json": JSON.stringify(json) },
    options,
  );
const shape = async (one: object) => (await read([task([by([one])])])).photos["a.jpg"];

describe("Label Studio's JSON", () => {
  it.each([
    ["a rectangle in percent", region(), BOX],
    // 60 × 40 px rotated by 90° clockwise about 20,20: it lies left of the corner and below it
    ["one that is turned about its top left corner", region({ rotation: 90 }), "egg -20,20,20,80"],
    [
      "an ellipse",
      region({ x: 50, y: 50, radiusX: 10, radiusY: 20, ellipselabels: ["egg"] }, { type: "ellipselabels" }),
      "egg 80,30,120,70",
    ],
    [
      "a polygon",
      region(
        {
          points: [
            [10, 10],
            [50, 20],
            [30, 90],
          ],
          polygonlabels: ["egg"],
        },
        { type: "polygonlabels" },
      ),
      "egg 20,10,100,90",
    ],
    [
      "a painted mask",
      region({ brushlabels: ["egg"] }, { type: "brushlabels" }),
      "a brush (egg) is a painted mask, which is not read",
    ],
    [
      "a point",
      region({ keypointlabels: ["egg"] }, { type: "keypointlabels" }),
      "a keypoint (egg) is a point, which is no box",
    ],
    [
      "two labels on one box",
      region({ rectanglelabels: ["egg", "pea"] }),
      "a rectangle has 2 labels, egg, pea",
    ],
    ["a box without a label", region({ rectanglelabels: [] }), "a rectangle has no class"],
    [
      "a turned photo",
      region({}, { image_rotation: 90 }),
      "a rectangle (egg) was drawn on a photo that was turned by 90 degrees",
    ],
    ["a choice for the whole photo", { type: "choices", value: { choices: ["good"] } }, "nothing"],
  ])("reads %s", async (_name, one, expected) => expect(await shape(one)).toBe(expected));

  it("gives a rectangle the label that another result has for it", async () => {
    const drawn = region({ rectanglelabels: undefined }, { type: "rectangle" });
    const named = { id: "r1", type: "labels", value: { labels: ["egg"] } };
    expect((await read([task([by([drawn, named])])])).photos["a.jpg"]).toBe(BOX);
  });

  it.each([
    ["handed in with nothing in it", [by([])], {}, "nothing"],
    ["not annotated", [], {}, "unlabelled"],
    ["skipped", [by([region()], { was_cancelled: true })], {}, "unlabelled"],
    ["predicted alone", [], { predictions: [{ result: [region()] }] }, "unlabelled"],
  ])("tells a task that was %s", async (_name, annotations, more, expected) => {
    expect((await read([task(annotations, more)])).photos["a.jpg"]).toBe(expected);
  });

  it("asks where annotations of a task differ, and takes the ground truth unasked", async () => {
    const other = region({ x: 20 });
    const old = by([region()], { id: 5, updated_at: "2024-01-01T00:00:00Z" });
    const late = by([other], { id: 6, updated_at: "2024-02-01T00:00:00Z" });
    const both = [task([late, old])];
    expect((await read(both)).asked).toEqual({
      id: "several-annotations",
      values: ["newest", "oldest", "none"],
    });
    expect((await read(both, { answers: { "several-annotations": "oldest" } })).photos["a.jpg"]).toBe(BOX);
    const newest = await read(both, { answers: { "several-annotations": "newest" } });
    expect(newest.photos["a.jpg"]).toBe("egg 40,20,100,60");
    const truth = await read([task([late, { ...old, ground_truth: true }])]);
    expect(truth).toMatchObject({ asked: undefined, photos: { "a.jpg": BOX } });
    expect((await read([task([old, { ...old, id: 9 }])])).asked).toBeUndefined();
  });

  it.each([
    ["an upload under its own name", "/data/upload/1/0a1b2c3d-a.jpg", "photos/a.jpg"],
    ["an upload as it was exported", "/data/upload/1/0a1b2c3d-a.jpg", "images/0a1b2c3d-a.jpg"],
    ["a local file", "/data/local-files/?d=some/site%201/a.jpg", "site 1/a.jpg"],
    ["a bucket", "s3://bucket/some/a.jpg", "some/a.jpg"],
    ["an address", "https://host/some/a.jpg?sig=1", "some/a.jpg"],
  ])("finds %s", async (_name, image, path) => {
    const { photos } = await read([task([by([region()])], { data: { image } })], {}, [path]);
    expect(photos[path]).toBe(BOX);
  });

  it("gives one photo the labels of neither of two uploads that had its name", async () => {
    const upload = (id: number, image: string) => task([by([region()])], { id, data: { image } });
    const two = [upload(1, "/data/upload/1/0a1b2c3d-a.jpg"), upload(2, "/data/upload/1/99999999-a.jpg")];
    const { photos, leftAside } = await read(two, { format: "label-studio" });
    expect(photos).toEqual({ "a.jpg": "unlabelled" });
    expect(leftAside[0]).toMatch(/are two photos, and only a\.jpg could be either/);
  });

  it("says of a task with several photos that it cannot tell which was labelled", async () => {
    const other = task([by([region()])], { id: 2, data: { front: "a.jpg", back: "b.jpg" } });
    const { leftAside } = await read([task([by([region()])]), other], {}, ["a.jpg", "b.jpg"]);
    expect(leftAside).toEqual(["export.json: task 2 names no photo, or several"]);
  });

  it("reads JSON-MIN", async () => {
    const value = { ...region().value, ...SIZE };
    const row = {
      image: "/data/upload/1/0a1b2c3d-a.jpg",
      id: 1,
      label: [value],
      annotator: 1,
      annotation_id: 1,
      lead_time: 3,
    };
    const { format, photos } = await read([row, { ...row, id: 2, image: "b.jpg", label: undefined }], {}, [
      "a.jpg",
      "b.jpg",
    ]);
    expect(format).toBe("label-studio");
    expect(photos).toEqual({ "a.jpg": BOX, "b.jpg": "nothing" });
  });
});
