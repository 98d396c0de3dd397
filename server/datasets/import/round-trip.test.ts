import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ImportResult, KnownPhotos } from "@/lib/contracts/dataset-import";
import {
  EXPORT_FORMATS,
  type ExportFormat,
  formatThatWrites,
  type SetFormat,
} from "@/lib/core/datasets/formats/known-formats";
import { getDatabase } from "@/server/db/client";
import { classMappings, classes as classTable } from "@/server/db/schema/datasets";
import { photos as photoTable } from "@/server/db/schema/photos";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { sha256Of } from "@/server/media/service";
import { trainablePhotos } from "@/server/review/trainable/trainable-photos";
import { exportChoices, exportPhotos } from "../export/exports";
import { knownClasses, saveChoices } from "./class-names";
import { openSet } from "./open-set";
import { recogniseFormat } from "./recognise-format";
import { runImport } from "./run-import";
import { openSource } from "./source/open-source";

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "forage-import-"));
  process.env.FORAGE_DATA_DIR = path.join(folder, "data");
  await getDatabase().delete(photoTable);
  await getDatabase().delete(classMappings);
  await getDatabase().delete(classTable);
  for (const [id, name] of ["egg", "bun", "red cabbage"].entries()) {
    const displayName = name;
    await getDatabase()
      .insert(classTable)
      .values({ id, name, displayName, kind: "ingredient", synonyms: [] });
  }
});
afterEach(() => {
  delete process.env.FORAGE_DATA_DIR;
  rmSync(folder, { recursive: true, force: true });
});

/** A photo of its own for each seed. */
async function picture(seed: number, { width = 211, height = 147 } = {}): Promise<Buffer> {
  let state = seed;
  const small = Uint8Array.from({ length: 12 * 12 * 3 }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 24;
  });
  const raw = { width: 12, height: 12, channels: 3 as const };
  return sharp(small, { raw }).resize(width, height, { fit: "fill" }).jpeg().toBuffer();
}

function put(file: string, content: string | Uint8Array): void {
  const full = path.join(folder, "set", file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, content);
}

async function putYoloSet(): Promise<void> {
  put("data.yaml", "names: [egg, bun, red cabbage]\n");
  put("images/train/a.jpg", await picture(1));
  put("labels/train/a.txt", "0 0.5 0.5 0.2 0.4\n2 0.3333333333 0.4142135623 0.1234567891 0.2718281828\n");
  put("images/train/b.jpg", await picture(2));
  put("labels/train/b.txt", "");
  put("images/test/c.jpg", await picture(3, { width: 90, height: 260 }));
  put("labels/test/c.txt", "1 0.1 0.2 0.5 0.1 0.3 0.9\n");
}

interface ImportOptions {
  readonly place?: string;
  readonly format?: SetFormat;
  readonly rows?: "boxes" | "outlines";
  readonly log?: string;
  readonly knownPhotos?: KnownPhotos;
  readonly signal?: AbortSignal;
  readonly onPhoto?: (done: number) => void;
}

async function importFrom(options: ImportOptions = {}): Promise<ImportResult> {
  const {
    place = path.join(folder, "set"),
    format,
    rows,
    log = path.join(folder, `log-${Math.random()}`),
    signal,
  } = options;
  const source = await openSource(place);
  try {
    return await runImport({
      set: await openSet(source, format ?? (await recogniseFormat(source)), { rows }),
      who: alone(LOCAL_USER_ID),
      name: "pantry",
      log,
      knownPhotos: options.knownPhotos,
      signal,
      progress: ({ done, note }) => note === "" && options.onPhoto?.(done),
    });
  } finally {
    await source.close();
  }
}

/** What is in the database of each photo, by the photo's name. */
async function standing() {
  const found: Record<
    string,
    { sha256: string; split: string | null; boxes: readonly { classId: number; box: number[] }[] }
  > = {};
  for await (const { name, sha256, importedSplit, boxes } of trainablePhotos()) {
    found[name] = {
      sha256,
      split: importedSplit,
      boxes: boxes.map(({ classId, box }) => ({ classId, box: [box.x1, box.y1, box.x2, box.y2] })),
    };
  }
  return found;
}

function furthest(a: Awaited<ReturnType<typeof standing>>, b: Awaited<ReturnType<typeof standing>>): number {
  expect(Object.keys(a).toSorted()).toEqual(Object.keys(b).toSorted());
  let worst = 0;
  for (const [name, { boxes }] of Object.entries(a)) {
    expect(b[name]?.boxes.map(({ classId }) => classId)).toEqual(boxes.map(({ classId }) => classId));
    for (const [index, { box }] of boxes.entries()) {
      for (const [edge, value] of box.entries())
        worst = Math.max(worst, Math.abs(value - (b[name]?.boxes[index]?.box[edge] ?? 1e9)));
    }
  }
  return worst;
}

const exported = (format: ExportFormat, kind: "zip" | "folder") => {
  const place = path.join(folder, kind === "zip" ? `${format}.zip` : `out-${format}`);
  const params = { format };
  return exportPhotos({ ownerId: LOCAL_USER_ID, params, target: { kind, path: place } }).then((written) => ({
    place,
    written,
  }));
};

describe("a YOLO set", () => {
  it("comes in with splits, boxes and consent; a polygon becomes a box and that is said", async () => {
    await putYoloSet();
    const result = await importFrom();
    expect(result).toMatchObject({
      format: "yolo",
      photos: { new: 3, known: 0, failed: 0 },
      boxes: 3,
      polygons: 1,
      problemCount: 0,
      splits: { train: 2, val: 0, test: 1, none: 0 },
    });
    expect(result.findings.map(({ code }) => code)).toContain("label-polygon");
    const kept = await standing();
    // 211 × 147 px: 0.5 ± 0.1 and 0.5 ± 0.2
    expect(kept["a.jpg"]?.boxes[0]?.classId).toBe(0);
    expect(kept["a.jpg"]?.boxes[0]?.box.map((edge) => edge.toFixed(3))).toEqual([
      "84.400",
      "44.100",
      "126.600",
      "102.900",
    ]);
    expect(kept["b.jpg"]).toMatchObject({ split: "train", boxes: [] });
    // the polygon's hull: 0.1..0.5 × 0.1..0.9 of 90 × 260
    expect(kept["c.jpg"]).toMatchObject({ split: "test", boxes: [{ classId: 1, box: [9, 26, 45, 234] }] });
  });
});

describe.each(EXPORT_FORMATS)("import, export as %s, import", (format) => {
  const within = format.startsWith("voc") ? 0.5 : 0.01;

  it.each(["zip", "folder"] as const)(
    "into the same library finds every photo and box again (%s)",
    async (kind) => {
      await putYoloSet();
      await importFrom();
      const before = await standing();
      const { place, written } = await exported(format, kind);
      expect(written).toMatchObject({ photos: 3, boxes: 3, missing: [] });
      const again = await importFrom({ place });
      expect(again).toMatchObject({
        format: formatThatWrites(format).id,
        photos: { new: 0, known: 3, changed: 0, failed: 0 },
        problemCount: 0,
      });
      expect(await standing()).toEqual(before);
    },
  );

  it("into an empty library keeps class, box, split, name, and the file it came from", async () => {
    await putYoloSet();
    await importFrom();
    const before = await standing();
    const { place } = await exported(format, "zip");
    await getDatabase().delete(photoTable);
    const again = await importFrom({ place });
    expect(again).toMatchObject({ photos: { new: 3, failed: 0 }, boxes: 3, problemCount: 0 });
    const after = await standing();
    expect(furthest(before, after)).toBeLessThanOrEqual(within);
    for (const [name, { split }] of Object.entries(before)) expect(after[name]?.split).toBe(split);
    // stored again, so under another hash; the hash of its source file is the earlier one
    const rows = await getDatabase().select().from(photoTable);
    const sources = rows.map(({ sourceSha256 }) => sourceSha256).toSorted();
    expect(sources).toEqual(
      Object.values(before)
        .map(({ sha256 }) => sha256)
        .toSorted(),
    );
    // and the old file is still known as the same photo
    expect((await importFrom({ place })).photos).toMatchObject({ new: 0, known: 3 });
  });
});

describe("what an export holds", () => {
  it("is the stored files, byte for byte", async () => {
    await putYoloSet();
    await importFrom();
    const { place } = await exported("yolo", "folder");
    const files = readdirSync(path.join(place, "images", "train"));
    expect(files).toHaveLength(2);
    for (const file of files)
      expect(`${sha256Of(readFileSync(path.join(place, "images", "train", file)))}.jpg`).toBe(file);
  });

  it("is offered by source and split", async () => {
    await putYoloSet();
    await importFrom();
    const splits = { train: 2, val: 0, test: 1, none: 0 };
    expect(await exportChoices(LOCAL_USER_ID)).toEqual([{ source: "pantry", several: 0, splits }]);
  });

  it("of some sources and splits is those alone, and of none is refused", async () => {
    await putYoloSet();
    await importFrom();
    const target = (name: string) => ({ kind: "folder" as const, path: path.join(folder, name) });
    const of = (params: { sources?: string[]; splits?: ("train" | "test" | "none")[] }, name: string) =>
      exportPhotos({ ownerId: LOCAL_USER_ID, params: { format: "coco", ...params }, target: target(name) });
    expect((await of({ splits: ["test"] }, "t")).photos).toBe(1);
    expect((await of({ sources: ["pantry"], splits: ["train"] }, "p")).photos).toBe(2);
    await expect(of({ sources: ["elsewhere"] }, "e")).rejects.toMatchObject({ code: "export/nothing" });
    await expect(of({}, "t")).rejects.toMatchObject({ code: "export/folder-not-empty" });
  });
});

describe("what is wrong with a file", () => {
  it("is reported, and the rest goes in", async () => {
    await putYoloSet();
    put("images/train/broken.jpg", (await picture(4)).subarray(0, 900));
    put("labels/train/broken.txt", "0 0.5 0.5 0.2 0.4\n");
    put("images/train/words.jpg", "no photo at all");
    put("images/train/bare.jpg", await picture(5));
    put("labels/train/lone.txt", "0 0.5 0.5 0.2 0.4\n");
    put("images/train/odd.jpg", await picture(6));
    put("labels/train/odd.txt", "0 0.5 0.5 0.2 0.4\nwhat is this\n0 1.5 1.5 0.2 0.2\n");
    put("images/train/copy.jpg", readFileSync(path.join(folder, "set/images/test/c.jpg")));
    put("labels/train/copy.txt", "1 0.3 0.5 0.4 0.8\n");
    symlinkSync("/etc/passwd", path.join(folder, "set/images/train/link.jpg"));
    const result = await importFrom();
    expect(result.photos).toMatchObject({ failed: 2, unlabelled: 1, new: 4 });
    const reasons = Object.fromEntries(result.problems.map(({ path: at, reason }) => [at, reason]));
    expect(reasons).toMatchObject({
      "images/train/broken.jpg": "it is cut off before its end",
      "images/train/words.jpg": "it is no picture",
      "labels/train/lone.txt": "it has no photo",
      "images/train/odd.jpg": "line 2 is no label: what is this",
      "images/train/link.jpg": "it is a link",
    });
    const codes = result.findings.map(({ code }) => code);
    for (const code of [
      "photo-unreadable",
      "label-syntax",
      "label-outside-photo",
      "photo-without-label",
      "duplicate-across-splits",
    ])
      expect(codes).toContain(code);
    expect((await standing())["bare.jpg"]).toBeUndefined();
  });

  it("such as labels of which none can be read leaves the photo without, not with an empty list", async () => {
    put("data.yaml", "names: [egg, bun]\n");
    put("images/train/words.jpg", await picture(1));
    put("labels/train/words.txt", "what is this\n");
    put("images/train/flat.jpg", await picture(2));
    put("labels/train/flat.txt", "0 0.5 0.5 0.2 0\n");
    put("images/train/empty.jpg", await picture(3));
    put("labels/train/empty.txt", "");
    const result = await importFrom();
    expect(result.photos).toMatchObject({ unlabelled: 2, new: 1, failed: 0 });
    const kept = await standing();
    expect(kept["empty.jpg"]?.boxes).toEqual([]);
    expect([kept["words.jpg"], kept["flat.jpg"]]).toEqual([undefined, undefined]);
  });

  it("such as labels of another size leaves the photo out", async () => {
    put("a.jpg", await picture(1));
    const shape = {
      label: "egg",
      shape_type: "rectangle",
      points: [
        [1, 1],
        [20, 20],
      ],
    };
    put("a.json", JSON.stringify({ imagePath: "a.jpg", imageWidth: 400, imageHeight: 300, shapes: [shape] }));
    const result = await importFrom();
    expect(result).toMatchObject({ format: "labelme", photos: { new: 0, failed: 1 } });
    expect(result.problems[0]?.reason).toMatch(/of 400 × 300 px, and it has 211 × 147 px/);
    expect(await getDatabase().select().from(photoTable)).toEqual([]);
  });
});

describe("photos that are here already", () => {
  it("with other labels get these as a new revision, which waits for review", async () => {
    await putYoloSet();
    await importFrom();
    const before = await standing();
    put("labels/train/a.txt", "1 0.5 0.5 0.2 0.4\n");
    expect((await importFrom({ knownPhotos: "replace" })).photos).toMatchObject({
      known: 2,
      changed: 1,
      new: 0,
    });
    // nobody has looked yet, so the labels it was imported with still count
    expect(await standing()).toEqual(before);
  });
});

describe("class names", () => {
  it("that nobody knows stop the import before anything is in, and are remembered once told", async () => {
    await putYoloSet();
    put("data.yaml", "names: [Eggs, brioche, chou rouge]\n");
    await expect(importFrom()).rejects.toMatchObject({
      code: "import/unmapped-classes",
      facts: { names: "brioche, chou rouge", count: 2 },
    });
    expect(await getDatabase().select().from(photoTable)).toEqual([]);
    await saveChoices([
      { as: "new", foreignName: "brioche", class: { name: "brioche", kind: "dish" } },
      { as: "left-out", foreignName: "chou rouge" },
    ]);
    expect(await importFrom()).toMatchObject({ boxes: 2, leftOut: 1 });
    const kept = await standing();
    expect(kept["a.jpg"]?.boxes.map(({ classId }) => classId)).toEqual([0]);
    // the next free id
    expect(kept["c.jpg"]?.boxes.map(({ classId }) => classId)).toEqual([3]);
  });
});

describe("names that are hard to tell apart", () => {
  const addClasses = async (names: readonly string[]) => {
    for (const name of names)
      await saveChoices([{ as: "new", foreignName: `${name} there`, class: { name, kind: "dish" } }]);
  };

  it("are classes of their own where signs differ, and one where only Unicode's form does", async () => {
    await addClasses(["🍎", "grade a+", "grade a-", "purée"]);
    const known = await knownClasses([
      "🍎",
      "🍌",
      "grade A+",
      "grade A-",
      "pure\u0301e",
      "puree",
      "constructor",
    ]);
    expect(known.map(({ classId }) => classId)).toEqual([3, undefined, 4, 5, 6, undefined, undefined]);
  });

  it("are remembered in either form", async () => {
    await saveChoices([{ as: "class", foreignName: "cre\u0300me", classId: 1 }]);
    const known = await knownClasses(["cr\u00e8me", "cre\u0300me"]);
    expect(known.map(({ classId, knownBy }) => [classId, knownBy])).toEqual([
      [1, "choice"],
      [1, "choice"],
    ]);
  });

  it("and words of JavaScript come in, are counted and checked", async () => {
    put("data.yaml", "names: [constructor, __proto__, toString]\n");
    put("images/constructor/a.jpg", await picture(1));
    put(
      "labels/constructor/a.txt",
      "0 0.5 0.5 0.2 0.4\n1 0.2 0.2 0.2 0.2\n1 0.8 0.8 0.2 0.2\n2 0.2 0.8 0.2 0.2\n",
    );
    await addClasses(["constructor", "__proto__", "tostring"]);
    const result = await importFrom();
    expect(result).toMatchObject({ boxes: 4, photos: { new: 1, failed: 0 }, splits: { none: 1 } });
    const counted = result.findings.find(({ code }) => code === "class-few-boxes");
    expect(counted?.examples.map(({ facts }) => [facts.class, facts.boxes])).toEqual([
      ["constructor", 1],
      ["__proto__", 2],
      ["toString", 1],
    ]);
  });
});

describe("a set that can be read in two ways", () => {
  it("is not imported before it is said which, and is then as it was said", async () => {
    const row = "0 0.5 0.5 0.2 0.4 0.45 0.4 0.55 0.4 0.45 0.6 0.55 0.6 0.5 0.5\n";
    put("data.yaml", "names: [egg]\n");
    put("images/a.jpg", await picture(1));
    put("labels/a.txt", row);
    await expect(importFrom()).rejects.toMatchObject({ code: "import/ambiguous" });
    expect(await getDatabase().select().from(photoTable)).toEqual([]);
    const result = await importFrom({ rows: "boxes" });
    expect(result).toMatchObject({ boxes: 1, polygons: 0 });
    expect(result.findings.map(({ code }) => code)).toContain("label-keypoints");
    // 211 × 147 px: 0.4 to 0.6 and 0.3 to 0.7
    expect((await standing())["a.jpg"]?.boxes[0]?.box.map((edge) => edge.toFixed(1))).toEqual([
      "84.4",
      "44.1",
      "126.6",
      "102.9",
    ]);
  });
});

describe("stopping", () => {
  it("keeps what is in, and the next run does the rest alone", async () => {
    await putYoloSet();
    for (let seed = 10; seed < 30; seed++) put(`images/val/${seed}.jpg`, await picture(seed));
    const stop = new AbortController();
    const log = path.join(folder, "log");
    const stopped = importFrom({ log, signal: stop.signal, onPhoto: (done) => done === 6 && stop.abort() });
    await expect(stopped).rejects.toMatchObject({ code: "detection/cancelled" });
    const lines = () => readFileSync(log, "utf8").split("\n").filter(Boolean).length;
    const first = lines();
    expect(first).toBeGreaterThanOrEqual(6);
    expect(first).toBeLessThan(23);
    // a kill may truncate the last line
    writeFileSync(log, `${readFileSync(log, "utf8")}{"path":"images/va`);
    let least = Number.POSITIVE_INFINITY;
    const result = await importFrom({ log, onPhoto: (done) => (least = Math.min(least, done)) });
    expect(least).toBe(first + 1);
    expect(lines()).toBe(24);
    expect(result.photos).toMatchObject({ new: 3, unlabelled: 20, failed: 0 });
  });
});

describe("layouts of others", () => {
  it("Roboflow's COCO: one file a split beside its photos", async () => {
    for (const [seed, split] of ["train", "valid"].entries()) {
      put(`${split}/x.jpg`, await picture(seed + 1));
      const set = {
        images: [{ id: 0, file_name: "x.jpg", width: 211, height: 147 }],
        categories: [
          { id: 0, name: "food" },
          { id: 1, name: "egg" },
        ],
        annotations: [{ id: 0, image_id: 0, category_id: 1, bbox: [10, 20, 30, 40] }],
      };
      put(`${split}/_annotations.coco.json`, JSON.stringify(set));
    }
    expect(await importFrom()).toMatchObject({
      format: "coco",
      photos: { new: 2 },
      boxes: 2,
      splits: { train: 1, val: 1, test: 0, none: 0 },
      problemCount: 0,
    });
  });

  it("COCO's crowds are counted, and a photo of nothing else is not one with nothing in it", async () => {
    put("a.jpg", await picture(1));
    put("b.jpg", await picture(2));
    const crowd = { category_id: 0, bbox: [1, 2, 90, 80], iscrowd: 1 };
    const set = {
      images: [1, 2].map((id) => ({ id, file_name: `${id === 1 ? "a" : "b"}.jpg`, width: 211, height: 147 })),
      categories: [{ id: 0, name: "egg" }],
      annotations: [
        { id: 0, image_id: 1, ...crowd },
        { id: 1, image_id: 1, category_id: 0, bbox: [10, 20, 30, 40] },
        { id: 2, image_id: 2, ...crowd },
      ],
    };
    put("all.json", JSON.stringify(set));
    expect(await importFrom()).toMatchObject({ photos: { new: 1, unlabelled: 1 }, boxes: 1, crowds: 2 });
    expect((await standing())["b.jpg"]).toBeUndefined();
  });

  it("LabelMe with the photo inside the file", async () => {
    const shapes = [
      {
        label: "bun",
        shape_type: "circle",
        points: [
          [50, 50],
          [53, 54],
        ],
      },
    ];
    const imageData = (await picture(1)).toString("base64");
    put("a.json", JSON.stringify({ imagePath: "C:\\photos\\a.jpg", shapes, imageData }));
    expect(await importFrom()).toMatchObject({ format: "labelme", photos: { new: 1 }, polygons: 1 });
    expect((await standing())["a.jpg"]?.boxes).toEqual([{ classId: 1, box: [45, 45, 55, 55] }]);
  });

  it("VOC with entities made to fill the memory is left out", async () => {
    put("a.jpg", await picture(1));
    put("a.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><annotation><object/></annotation>');
    put("b.jpg", await picture(2));
    const object =
      "<object><name>egg</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>30</xmax><ymax>40</ymax></bndbox></object>";
    put("b.xml", `<?xml version="1.0"?><annotation><filename>b.jpg</filename>${object}</annotation>`);
    const result = await importFrom();
    expect(result).toMatchObject({ format: "voc", photos: { new: 1, failed: 1 } });
    expect(result.problems[0]).toMatchObject({ path: "a.jpg" });
  });

  it("is told from a folder without labels", async () => {
    put("a.jpg", await picture(1));
    await expect(importFrom()).rejects.toMatchObject({ code: "import/not-recognised" });
    cpSync(path.join(folder, "set/a.jpg"), path.join(folder, "set/b.jpg"));
    put("a.txt", "0 .5 .5 .1 .1");
    await expect(importFrom()).rejects.toMatchObject({ facts: { reason: /data.yaml/ } });
  });
});
