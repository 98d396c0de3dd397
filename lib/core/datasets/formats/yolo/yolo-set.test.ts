import { describe, expect, it } from "vitest";
import { openRecognised } from "@/server/datasets/import/open-recognised";
import { recogniseSet } from "@/server/datasets/import/recognise-format";
import { memoryFiles, memorySource } from "@/server/datasets/import/testing/memory-source";
import type { SetChoices } from "../opened-set";
import { openYoloSet } from "./yolo-set";

const SIZE = { width: 1000, height: 1000 };
const BOX = "0 0.5 0.5 0.2 0.4\n";
type Files = Readonly<Record<string, string | Uint8Array>>;

/** What each photo has: its boxes by name and corners, or the problem. */
async function read(files: Files, choices: SetChoices = {}) {
  const set = await openYoloSet(memoryFiles(files), choices);
  const found: Record<string, string> = {};
  for (const photo of set.photos) {
    const labels = await set.readLabels(photo, SIZE);
    found[photo.path] = labels
      ? [
          ...labels.boxes.map(
            ({ name, box }) => `${name} ${[box.x1, box.y1, box.x2, box.y2].map(Math.round)}`,
          ),
          ...labels.problems,
        ].join("; ")
      : "none";
  }
  return found;
}

const IN_BOX = "400,300,600,700";
const asides = async (files: Files) =>
  (await openYoloSet(memoryFiles(files))).leftAside.map(({ path, reason }) => `${path}: ${reason}`);

async function splits(files: Files) {
  const set = await openYoloSet(memoryFiles(files));
  return Object.fromEntries(
    set.photos.map(({ path, split, alsoIn }) => [path, [split ?? "none", ...(alsoIn ?? [])].join("+")]),
  );
}

describe("class names of a YOLO set", () => {
  it("are those of the nearest file, in several exports of one tree", async () => {
    const files = {
      "setA/data.yaml": "names: [apple, banana]",
      "setA/images/train/a.jpg": "",
      "setA/labels/train/a.txt": BOX,
      "setB/data.yml": "names: [banana, apple]",
      "setB/images/train/a.jpg": "",
      "setB/labels/train/a.txt": BOX,
      "day/classes.txt": "tomato\n",
      "day/b.jpg": "",
      "day/b.txt": BOX,
    };
    expect(await read(files)).toEqual({
      "day/b.jpg": `tomato ${IN_BOX}`,
      "setA/images/train/a.jpg": `apple ${IN_BOX}`,
      "setB/images/train/a.jpg": `banana ${IN_BOX}`,
    });
  });

  it("keep their place in a list with an empty line, whose class has no name", async () => {
    const files = {
      "classes.txt": "apple\n\ntomato\n\n",
      "a.jpg": "",
      "a.txt": "2 0.5 0.5 0.2 0.4\n1 0.1 0.1 0.1 0.1",
    };
    expect(await read(files)).toEqual({
      "a.jpg": `tomato ${IN_BOX}; line 2 names class 1, which has no name in classes.txt`,
    });
  });

  it("of words that JavaScript knows, and folders called so, are ordinary", async () => {
    const files = {
      "data.yaml": "names: [constructor, __proto__]",
      "constructor/toString.jpg": "",
      "constructor/toString.txt": "1 0.5 0.5 0.2 0.4",
    };
    expect(await read(files)).toEqual({ "constructor/toString.jpg": `__proto__ ${IN_BOX}` });
    expect(await splits(files)).toEqual({ "constructor/toString.jpg": "none" });
  });

  it("are asked about where two files at one place name others", async () => {
    const files = {
      "data.yaml": "names: [apple, banana]",
      "classes.txt": "banana\napple\n",
      "images/a.jpg": "",
      "labels/a.txt": BOX,
    };
    const { question } = await openYoloSet(memoryFiles(files));
    expect(question).toMatchObject({
      about: "class-file",
      files: [{ path: "data.yaml" }, { path: "classes.txt" }],
    });
    await expect(read(files)).rejects.toMatchObject({ code: "import/ambiguous" });
    expect(await read(files, { classFile: "classes.txt" })).toEqual({ "images/a.jpg": `banana ${IN_BOX}` });
  });

  it("may be in two files that agree, one of them longer", async () => {
    const files = {
      "data.yaml": "names: [apple]",
      "classes.txt": "apple\nbanana\n",
      "a.jpg": "",
      "a.txt": "1 0.5 0.5 0.2 0.4",
    };
    expect(await read(files)).toEqual({ "a.jpg": `banana ${IN_BOX}` });
  });

  it("of a farther file that differ are said to be passed over", async () => {
    const files = {
      "data.yaml": "names: [banana]",
      "images/a.jpg": "",
      "labels/classes.txt": "apple\n",
      "labels/a.txt": BOX,
    };
    expect(await read(files)).toEqual({ "images/a.jpg": `apple ${IN_BOX}` });
    expect(await asides(files)).toEqual([
      expect.stringMatching(/^data.yaml: it names other classes than labels\/classes.txt/),
    ]);
  });

  it("that cannot be read stop the set, with the reason", async () => {
    const files = { "data.yaml": "names: {0: a, 0: b}", "a.jpg": "", "a.txt": BOX };
    await expect(read(files)).rejects.toMatchObject({
      code: "import/unreadable-labels",
      facts: { reason: /index 0 twice/ },
    });
  });
});

describe("rows of a YOLO set", () => {
  const row = "0 0.5 0.5 0.2 0.4 0.45 0.4 0.55 0.4 0.45 0.6 0.55 0.6 0.5 0.5\n";
  it("are keypoints where data.yaml says so", async () => {
    const files = { "data.yaml": "kpt_shape: [5, 2]\nnames: [apple]", "a.jpg": "", "a.txt": row };
    expect(await read(files)).toEqual({ "a.jpg": `apple ${IN_BOX}` });
  });

  it("are asked about where nothing says what they are, and read as a person answers", async () => {
    const files = { "data.yaml": "names: [apple]", "a.jpg": "", "a.txt": row, "b.jpg": "", "b.txt": row };
    const { question } = await openYoloSet(memoryFiles(files));
    expect(question).toMatchObject({ about: "rows", file: "a.txt", line: 1, length: 14, rows: 2 });
    await expect(read(files)).rejects.toMatchObject({
      code: "import/ambiguous",
      facts: { boxes: "0.4, 0.3 to 0.6, 0.7", outlines: "0.2, 0.4 to 0.55, 0.6" },
    });
    expect(await read(files, { rows: "boxes" })).toMatchObject({ "a.jpg": `apple ${IN_BOX}` });
    expect(await read(files, { rows: "outlines" })).toMatchObject({ "a.jpg": "apple 200,400,550,600" });
  });

  it("are told apart for each file of class names by itself", async () => {
    const files = {
      "pose/data.yaml": "kpt_shape: [5, 2]\nnames: [apple]",
      "pose/a.jpg": "",
      "pose/a.txt": row,
      "plain/data.yaml": "names: [apple]",
      "plain/a.jpg": "",
      "plain/a.txt": BOX,
    };
    expect(await read(files)).toEqual({ "plain/a.jpg": `apple ${IN_BOX}`, "pose/a.jpg": `apple ${IN_BOX}` });
  });
});

describe("splits of a YOLO set", () => {
  const photos = { "p/part1/a.jpg": "", "p/part2/b.jpg": "", "p/part3/c.jpg": "" };
  it.each([
    ["folders of any name", "train: p/part1\nval: p/part2\ntest: p/part3\n"],
    ["folders below path", "path: p\ntrain: part1\nval: part2\ntest: part3\n"],
    ["lists of folders", "train: [p/part1/]\nval:\n  - ./p/part2\ntest: [p/part3]\n"],
    [
      "paths of another machine",
      "path: /home/me/fruit\ntrain: p/part1\nval: p/part2\ntest: /home/me/fruit/p/part3\n",
    ],
    [
      "Windows' paths",
      "path: 'C:\\sets\\fruit'\ntrain: p\\part1\nval: p\\part2\ntest: 'C:\\sets\\fruit\\p\\part3'\n",
    ],
    ["paths that begin one folder too high", "train: ../p/part1\nval: ../p/part2\ntest: ../p/part3\n"],
    ["patterns", "train: p/part1/*.jpg\nval: p/part2/*\ntest: p/part3/**/*.jpg\n"],
  ])("are what data.yaml says, as %s", async (_, text) => {
    const files = { "data.yaml": `${text}names: [apple]`, ...photos };
    expect(await splits(files)).toEqual({
      "p/part1/a.jpg": "train",
      "p/part2/b.jpg": "val",
      "p/part3/c.jpg": "test",
    });
  });

  it("are lists of photos, which are no labels", async () => {
    const files = {
      "data.yaml": "path: .\ntrain: lists/one.txt\nval: lists/two.txt\nnames: [apple]",
      "lists/one.txt": "./images/a.jpg\n/content/fruit/images/sub/c d.jpg\n",
      "lists/two.txt": "images/b.jpg\r\n",
      "images/a.jpg": "",
      "images/b.jpg": "",
      "images/sub/c d.jpg": "",
    };
    expect(await splits(files)).toEqual({
      "images/a.jpg": "train",
      "images/b.jpg": "val",
      "images/sub/c d.jpg": "train",
    });
    expect(await asides(files)).toEqual([]);
  });

  it("are Darknet's, and lists that lie there alone", async () => {
    const darknet = {
      "obj.names": "apple\n",
      "obj.data": "classes = 1\ntrain = data/one.txt\nvalid = two.txt\nnames = obj.names\n",
      "one.txt": "data/imgs/a.jpg",
      "two.txt": "data/imgs/b.jpg",
      "imgs/a.jpg": "",
      "imgs/b.jpg": "",
    };
    expect(await splits(darknet)).toEqual({ "imgs/a.jpg": "train", "imgs/b.jpg": "val" });
    const lists = {
      "classes.txt": "apple\n",
      "train.txt": "imgs/a.jpg",
      "test.txt": "imgs/b.jpg",
      "imgs/a.jpg": "",
      "imgs/b.jpg": "",
    };
    expect(await splits(lists)).toEqual({ "imgs/a.jpg": "train", "imgs/b.jpg": "test" });
  });

  it("follow folders' names where no file says anything, also with a year", async () => {
    const files = {
      "classes.txt": "apple",
      "images/train2017/a.jpg": "",
      "valid/images/b.jpg": "",
      "images/c.jpg": "",
    };
    expect(await splits(files)).toEqual({
      "images/train2017/a.jpg": "train",
      "valid/images/b.jpg": "val",
      "images/c.jpg": "none",
    });
  });

  it("do not follow a folder's name against what the file says", async () => {
    const files = {
      "data.yaml": "train: images/part1\nnames: [apple]",
      "images/part1/a.jpg": "",
      "images/train/old.jpg": "",
    };
    expect(await splits(files)).toEqual({ "images/part1/a.jpg": "train", "images/train/old.jpg": "none" });
  });

  it("say when a photo is in several", async () => {
    const files = {
      "data.yaml": "train: images/all\ntest: images/all\nnames: [apple]",
      "images/all/a.jpg": "",
    };
    expect(await splits(files)).toEqual({ "images/all/a.jpg": "test+train" });
  });

  it("that are not in the set are said where a photo is left without one", async () => {
    const files = { "data.yaml": "train: elsewhere/images\nnames: [apple]", "photos/a.jpg": "" };
    expect(await asides(files)).toEqual(["data.yaml: its train (elsewhere/images) is not in the set"]);
  });
});

describe("recognising a set", () => {
  const voc =
    "<annotation><filename>a.jpg</filename><object><name>apple</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></object></annotation>";
  const coco = (
    more: object = { annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [1, 1, 8, 8] }] },
  ) =>
    JSON.stringify({
      images: [{ id: 1, file_name: "a.jpg", width: 9, height: 9 }],
      categories: [{ id: 1, name: "apple" }],
      ...more,
    });
  const labelme = JSON.stringify({
    shapes: [
      {
        label: "apple",
        shape_type: "rectangle",
        points: [
          [1, 1],
          [9, 9],
        ],
      },
    ],
    imagePath: "a.jpg",
    imageWidth: 9,
    imageHeight: 9,
  });

  it.each<[string, string, Files]>([
    [
      "VOC beside a list of names",
      "voc",
      {
        "classes.txt": "apple",
        "JPEGImages/a.jpg": "",
        "Annotations/a.xml": voc,
        "ImageSets/Main/train.txt": "a",
      },
    ],
    [
      "COCO beside names and a read-me",
      "coco",
      { "classes.txt": "apple", "README.txt": "made by us", "a.jpg": "", "_annotations.coco.json": coco() },
    ],
    ["LabelMe beside a list of names", "labelme", { "classes.txt": "apple", "a.jpg": "", "a.json": labelme }],
    [
      "VOC beside a data.yaml of nothing",
      "voc",
      { "data.yaml": "names: [apple]", "a.jpg": "", "a.xml": voc },
    ],
    [
      "YOLO beside another tool's JSON",
      "yolo",
      { "classes.txt": "apple", "a.jpg": "", "a.txt": BOX, "notes.json": "{}" },
    ],
    [
      "COCO's boxes, not its captions",
      "coco",
      {
        "annotations/captions.json": coco({ annotations: [{ id: 1, image_id: 1, caption: "an apple" }] }),
        "annotations/instances.json": coco(),
        "a.jpg": "",
      },
    ],
    [
      "YOLO, not COCO's captions",
      "yolo",
      {
        "annotations/captions.json": coco({ annotations: [{ id: 1, image_id: 1, caption: "an apple" }] }),
        "classes.txt": "apple",
        "a.jpg": "",
        "a.txt": BOX,
      },
    ],
    [
      "a YOLO set in which nothing is labelled",
      "yolo",
      { "data.yaml": "names: [apple]", "images/a.jpg": "" },
    ],
  ])("takes %s as %s", async (_, format, files) => {
    expect((await recogniseSet(memorySource(files))).format).toBe(format);
  });

  it("names every format whose labels are of photos, the one with most first", async () => {
    const files = {
      "classes.txt": "apple",
      "a.jpg": "",
      "a.txt": BOX,
      "b.jpg": "",
      "b.xml": voc,
      "a.xml": voc,
    };
    expect((await recogniseSet(memorySource(files))).candidates).toEqual([
      { format: "voc", photos: 2 },
      { format: "yolo", photos: 1 },
    ]);
    const { set } = await openRecognised(memorySource(files), { format: "yolo" });
    expect(set.format).toBe("yolo");
  });

  it("says why there is none: labels that are of no photo, or that have no names", async () => {
    const reason = (files: Files) =>
      recogniseSet(memorySource(files)).then(
        () => "",
        (error: { facts: { reason: string } }) => error.facts.reason,
      );
    expect(await reason({ "classes.txt": "apple", "a.jpg": "", "b.txt": BOX })).toMatch(
      /no label belongs to a photo/,
    );
    expect(await reason({ "a.jpg": "", "a.txt": BOX })).toMatch(/no data.yaml or classes.txt/);
    expect(await reason({ "a.txt": BOX, "classes.txt": "apple" })).toMatch(/no photos/);
    const bomb = '<!DOCTYPE a [<!ENTITY x "y">]><annotation><object/></annotation>';
    expect(await reason({ "a.jpg": "", "a.xml": bomb })).toMatch(/^a.xml: its DOCTYPE has entities/);
  });
});
