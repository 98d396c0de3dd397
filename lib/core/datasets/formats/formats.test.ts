import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Box, Size } from "../../geometry/box";
import { isCoco, readCoco } from "./coco/coco";
import { createCocoWriter } from "./coco/coco-writer";
import { isLabelMe, readLabelMe, writeLabelMe } from "./labelme/labelme";
import { isClutter, normalPath, splitOfFolders, splitOfName } from "./paths";
import { createPhotoFinder } from "./photo-finder";
import { readVoc, writeVoc } from "./voc/voc";
import { labellingOf, readYolo as readRows, writeDataYaml, writeYolo } from "./yolo/yolo";

const names = ["egg", "bell pepper & <co>", "Café"];
const classes = names.map((name, id) => ({ id, name }));
const readYolo = (text: string, known: readonly string[], size: Size) =>
  readRows(text, labellingOf(known, text), size);

const sizes = fc.record({
  width: fc.integer({ min: 1, max: 20_000 }),
  height: fc.integer({ min: 1, max: 20_000 }),
});
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const sets = sizes.chain((size) =>
  fc.record({
    size: fc.constant(size),
    boxes: fc.array(
      fc
        .record({ classId: fc.nat(2), a: unit, b: unit, c: unit, d: unit })
        .map(({ classId, a, b, c, d }) => ({
          classId,
          box: {
            x1: Math.min(a, b) * size.width,
            y1: Math.min(c, d) * size.height,
            x2: Math.max(a, b) * size.width,
            y2: Math.max(c, d) * size.height,
          },
        })),
      { maxLength: 5 },
    ),
  }),
);
const named = (boxes: readonly { classId: number; box: Box }[]) =>
  boxes.map(({ classId, box }) => ({ name: names[classId] ?? "", box }));

function worst(a: readonly { box: Box }[], b: readonly { box: Box }[]): number {
  expect(a).toHaveLength(b.length);
  const edges = ["x1", "y1", "x2", "y2"] as const;
  return Math.max(
    0,
    ...a.flatMap(({ box }, index) => edges.map((edge) => Math.abs(box[edge] - b[index]!.box[edge]))),
  );
}

describe("written and read again, classes stay and boxes within", () => {
  it("0.01 px in YOLO", () => {
    fc.assert(
      fc.property(sets, ({ size, boxes }) => {
        // YOLO says a thing once
        const distinct = [...new Map(boxes.map((one) => [writeYolo([one], size), one])).values()];
        const read = readYolo(writeYolo(distinct, size), names, size);
        expect(read.problems).toEqual([]);
        expect(worst(read.boxes, distinct)).toBeLessThan(0.01);
        expect(read.boxes.map(({ name }) => name)).toEqual(named(distinct).map(({ name }) => name));
      }),
    );
  });

  it("0.01 px in COCO", () => {
    fc.assert(
      fc.property(sets, ({ size, boxes }) => {
        const writer = createCocoWriter(classes);
        writer.add({ fileName: "train/a.jpg", size, boxes });
        const json: unknown = JSON.parse([...writer.finish()].join(""));
        expect(isCoco(json)).toBe(true);
        const { photos, problems } = readCoco(json);
        expect(problems).toEqual([]);
        expect(photos).toMatchObject([{ fileName: "train/a.jpg", size, problems: [] }]);
        expect(worst(photos[0]!.boxes, boxes)).toBeLessThan(0.01);
        expect(photos[0]!.boxes.map(({ name }) => name)).toEqual(named(boxes).map(({ name }) => name));
      }),
    );
  });

  it("0.01 px in LabelMe", () => {
    fc.assert(
      fc.property(sets, ({ size, boxes }) => {
        const json: unknown = JSON.parse(writeLabelMe({ imagePath: "a.jpg", size, boxes: named(boxes) }));
        expect(isLabelMe(json)).toBe(true);
        const read = readLabelMe(json);
        expect(read).toMatchObject({ imagePath: "a.jpg", size, problems: [] });
        expect(worst(read.boxes, boxes)).toBeLessThan(0.01);
        expect(read.boxes.map(({ name }) => name)).toEqual(named(boxes).map(({ name }) => name));
      }),
    );
  });

  it("half a px in VOC, and no box vanishes", () => {
    const corner = /<xmin>(.*?)<\/xmin><ymin>(.*?)<\/ymin><xmax>(.*?)<\/xmax><ymax>(.*?)<\/ymax>/g;
    fc.assert(
      fc.property(sets, ({ size, boxes }) => {
        const text = writeVoc({ fileName: "a.jpg", folder: "x", size, boxes: named(boxes) });
        const objects = [...text.matchAll(corner)].map(([, xmin, ymin, xmax, ymax]) => ({
          name: "egg",
          bndbox: { xmin, ymin, xmax, ymax },
        }));
        const read = readVoc({ annotation: { object: objects } });
        expect(worst(read.boxes, boxes)).toBeLessThanOrEqual(0.5);
        for (const [index, { box }] of read.boxes.entries()) {
          if (boxes[index]!.box.x2 - boxes[index]!.box.x1 > 0.01) expect(box.x2).toBeGreaterThan(box.x1);
        }
      }),
    );
  });
});

describe("readYolo", () => {
  const size = { width: 200, height: 100 };
  it("puts a box around a polygon and says so", () => {
    const { boxes } = readYolo("0 0.1 0.2 0.5 0.1 0.3 0.9", names, size);
    expect(boxes).toEqual([
      { name: "egg", box: { x1: 20, y1: 10, x2: 100, y2: 90 }, shape: "polygon", line: 1 },
    ]);
  });
  it("reports a broken line and an unknown class, and keeps the rest", () => {
    const { boxes, problems } = readYolo(
      "what\n9 .5 .5 .1 .1\n\n0 .5 .5 .1 .1\n0 .5 .5 .1 .1\n",
      names,
      size,
    );
    expect(boxes).toHaveLength(1);
    expect(problems).toEqual(["line 1 is no label: what", "line 2 names class 9, which data.yaml does not"]);
  });
  it("names a class id that nobody has, so that the others keep theirs", () => {
    const yaml = writeDataYaml(
      [
        { id: 0, name: "egg" },
        { id: 2, name: 'a "b"' },
      ],
      { train: ["images/train"] },
    );
    expect(yaml).toBe('train: images/train\nnames:\n  0: "egg"\n  1: "class-1"\n  2: "a \\"b\\""\n');
  });
});

describe("readCoco", () => {
  const set = (annotation: object) => ({
    images: [{ id: 7, file_name: "a.jpg", width: 100, height: 50 }],
    categories: [{ id: 3, name: "egg" }],
    annotations: [{ id: 1, image_id: 7, category_id: 3, ...annotation }],
  });
  it("puts a box around a polygon that has none", () => {
    const { photos } = readCoco(set({ segmentation: [[10, 5, 30, 5, 20, 45]] }));
    expect(photos[0]?.boxes).toEqual([
      { name: "egg", box: { x1: 10, y1: 5, x2: 30, y2: 45 }, shape: "polygon" },
    ]);
  });
  it("takes a rectangle written as a polygon for a box", () => {
    const segmentation = [[10, 5, 30, 5, 30, 45, 10, 45]];
    const { photos } = readCoco(set({ bbox: [10, 5, 20, 40], segmentation }));
    expect(photos[0]?.boxes[0]).toMatchObject({ shape: "box", box: { x2: 30, y2: 45 } });
  });
  it.each([
    [{ bbox: [1, 2, 3] }, "annotation 1 has no box"],
    [{ bbox: [1, 2, 3, "wide"] }, "annotation 1 has no box"],
    [{ bbox: [1, 2, 3, 4], category_id: 9 }, "annotation 1 has a category that is not listed"],
  ])("reports %j", (annotation, problem) => {
    expect(readCoco(set(annotation)).photos[0]).toMatchObject({ boxes: [], problems: [problem] });
  });
  it("reports annotations of no image, and goes on", () => {
    const { photos, problems } = readCoco(set({ image_id: 8, bbox: [0, 0, 1, 1] }));
    expect(photos).toHaveLength(1);
    expect(problems).toEqual(["annotation 1 is of an image that is not listed"]);
  });
});

describe("readVoc", () => {
  it("reads one object or many, and says what has no box", () => {
    const bndbox = { xmin: "1", ymin: "2", xmax: "30.5", ymax: "40" };
    const one = readVoc({ annotation: { filename: "a.jpg", object: { name: "egg", bndbox } } });
    expect(one).toMatchObject({ fileName: "a.jpg", size: null, boxes: [{ name: "egg", box: { x2: 30.5 } }] });
    const two = readVoc({
      annotation: { object: [{ name: "egg" }, { bndbox }, { name: "x", bndbox, polygon: {} }] },
    });
    expect(two.boxes).toMatchObject([{ name: "x", shape: "polygon" }]);
    expect(two.problems).toEqual(["object 1 (egg) has no box", "object 2 has no name"]);
  });
});

describe("readLabelMe", () => {
  const file = (shape: object) => ({ imagePath: "a.jpg", shapes: [{ label: "egg", ...shape }] });
  it("takes corners in any order", () => {
    const shape = {
      shape_type: "rectangle",
      points: [
        [30, 40],
        [10, 5],
      ],
    };
    expect(readLabelMe(file(shape)).boxes[0]).toMatchObject({
      shape: "box",
      box: { x1: 10, y1: 5, x2: 30, y2: 40 },
    });
  });
  it("puts a box around a circle", () => {
    // centre 50 50, radius 5 (3, 4)
    const shape = {
      shape_type: "circle",
      points: [
        [50, 50],
        [53, 54],
      ],
    };
    expect(readLabelMe(file(shape)).boxes[0]).toMatchObject({
      shape: "polygon",
      box: { x1: 45, y1: 45, x2: 55, y2: 55 },
    });
  });
  it("reports a point and a shape of words", () => {
    expect(readLabelMe(file({ shape_type: "point", points: [[1, 2]] })).problems).toHaveLength(1);
    expect(readLabelMe(file({ points: [["a", 2]] })).problems).toHaveLength(1);
  });
});

describe("paths", () => {
  it.each([
    ["set/train/images/a.jpg", "train"],
    ["images/valid/a.jpg", "val"],
    ["train/test/a.jpg", "test"],
    ["Validation/a.jpg", "val"],
    ["training-set/a.jpg", null],
    ["train.jpg", null],
    ["images/train2017/a.jpg", "train"],
    ["val_images/a.jpg", "val"],
    ["obj_train_data/a.jpg", "train"],
    ["constructor/a.jpg", null],
    ["__proto__/toString/a.jpg", null],
  ])("%s lies in %s", (path, split) => expect(splitOfFolders(path)).toBe(split));

  it.each([
    ["annotations/instances_train2017.json", "train"],
    ["val.json", "val"],
    ["train_and_val.json", null],
    ["_annotations.coco.json", null],
  ])("%s speaks of %s", (path, split) => expect(splitOfName(path)).toBe(split));

  it.each(["../a", "a/../../b", "/a", "C:\\a", "\\\\host\\a", "a\0b", "", "./.."])("%j leads out", (path) => {
    expect(normalPath(path)).toBeUndefined();
  });
  it("tidies a path that stays in", () => {
    expect(normalPath("./a//b/../c\\d.jpg")).toBe("a/c/d.jpg");
  });

  it("knows what systems leave behind", () => {
    expect(["__MACOSX/a.jpg", ".DS_Store", "a/.git/x", "Thumbs.db"].every(isClutter)).toBe(true);
    expect(["a/b.jpg", "data.yaml"].some(isClutter)).toBe(false);
  });

  it("finds the photo a label file means", () => {
    const find = createPhotoFinder([
      "s/images/train/a.jpg",
      "s/images/val/a.jpg",
      "s/images/val/b.JPG",
      "s/c.jpg",
    ]);
    expect(find("c.jpg", "s/c.json")).toBe("s/c.jpg");
    expect(find("../images/val/a.jpg", "s/labels/x.json")).toBe("s/images/val/a.jpg");
    expect(find("b.jpg", "s/annotations/all.json")).toBe("s/images/val/b.JPG");
    expect(find("images/train/a.jpg", "s/annotations/all.json")).toBe("s/images/train/a.jpg");
    expect(find("a.jpg", "s/annotations/instances_val.json")).toBe("s/images/val/a.jpg");
    expect(find("C:\\me\\b.jpg", "s/b.xml")).toBe("s/images/val/b.JPG");
    expect(find("a.jpg", "s/annotations/all.json")).toBeUndefined();
    expect(find("nowhere.jpg", "s/x.json")).toBeUndefined();
  });
});
