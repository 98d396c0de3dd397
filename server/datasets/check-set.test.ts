import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkSet } from "./check-set";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "forage-set-"));
  for (const split of ["train", "test"]) {
    await mkdir(path.join(folder, "images", split), { recursive: true });
    await mkdir(path.join(folder, "labels", split), { recursive: true });
  }
  await writeFile(path.join(folder, "data.yaml"), "names: [egg, bun]\n");
});

afterEach(() => rm(folder, { recursive: true }));

/** A photo-like picture of its own for each seed: coloured noise, smoothed. */
async function picture(seed: number, edge = 128): Promise<Buffer> {
  let state = seed;
  const small = Uint8Array.from({ length: 12 * 12 * 3 }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 24;
  });
  const raw = { width: 12, height: 12, channels: 3 as const };
  return sharp(small, { raw }).resize(edge, edge).jpeg({ quality: 92 }).toBuffer();
}

async function put(name: string, photo: Uint8Array, label?: string): Promise<void> {
  await writeFile(path.join(folder, "images", name), photo);
  const file = path.join(folder, "labels", name.replace(/\.[^.]+$/, ".txt"));
  if (label !== undefined) await writeFile(file, label);
}

const GOOD = "0 0.5 0.5 0.2 0.4\n1 0.3 0.3 0.2 0.2\n";

async function found(): Promise<string[][]> {
  const { findings } = await checkSet(folder);
  const about = findings.filter((one) => !one.code.startsWith("class-"));
  return about.map((one) => [one.code, ...one.photos]);
}

describe("checkSet", () => {
  it("counts a good set and finds nothing but that it is small", async () => {
    await put("train/a.jpg", await picture(1), GOOD);
    await put("test/b.jpg", await picture(2), GOOD);
    const report = await checkSet(folder);
    expect(report).toMatchObject({ photos: 2, boxes: 4, errors: 0, splits: { train: 1, test: 1 } });
    expect(report.together).toEqual([{ first: "egg", second: "bun", photos: 2 }]);
    expect(new Set(report.findings.map((one) => one.code))).toEqual(new Set(["class-few-boxes"]));
  });

  it("finds a test photo that is a smaller copy of a training photo", async () => {
    await put("train/a.jpg", await picture(3, 128), GOOD);
    await put("train/b.jpg", await picture(4), GOOD);
    await put("test/c.jpg", await picture(3, 100), GOOD);
    expect(await found()).toEqual([
      ["near-duplicate-across-splits", "images/test/c.jpg", "images/train/a.jpg"],
    ]);
  });

  it("finds the same file twice", async () => {
    await put("train/a.jpg", await picture(5), GOOD);
    await put("train/b.jpg", await picture(5), GOOD);
    expect(await found()).toEqual([["duplicate", "images/train/a.jpg", "images/train/b.jpg"]]);
  });

  it("finds the same file in two splits", async () => {
    await put("train/a.jpg", await picture(5), GOOD);
    await put("test/b.jpg", await picture(5), GOOD);
    expect(await found()).toEqual([["duplicate-across-splits", "images/test/b.jpg", "images/train/a.jpg"]]);
  });

  it("says that a set names no class", async () => {
    await writeFile(path.join(folder, "data.yaml"), "names: []\n");
    await put("train/a.jpg", await picture(9), "");
    const { findings, errors } = await checkSet(folder);
    expect([findings.map((one) => one.code), errors]).toEqual([["class-none"], 0]);
    await put("train/a.jpg", await picture(9), "0 0.5 0.5 0.2 0.4\n");
    expect((await checkSet(folder)).findings.map((one) => one.code)).toEqual([
      "label-class-unknown",
      "class-none",
    ]);
  });

  it("finds one thing under two names, and one that is never without another", async () => {
    await writeFile(path.join(folder, "data.yaml"), "names: [soyabean leaf, soybean leaf]\n");
    for (let seed = 0; seed < 20; seed++) {
      await put(
        `train/${seed}.jpg`,
        await picture(100 + seed),
        seed < 19 ? GOOD : "0 0.5 0.5 0.2 0.4\n0 0.2 0.2 0.1 0.1\n",
      );
    }
    const codes = () => checkSet(folder).then(({ findings }) => findings.map((one) => one.code));
    expect(await codes()).toEqual(["class-two-names"]);
    await put("train/19.jpg", await picture(119), GOOD);
    expect(await codes()).toEqual(["class-two-names", "class-always-together"]);
  });

  it("goes on after a file that is no photo, one cut short, and one with another ending", async () => {
    const whole = await picture(6);
    await put("train/a.jpg", new TextEncoder().encode("hello"), GOOD);
    await put("train/b.jpg", whole.subarray(0, whole.length / 2), GOOD);
    await put("train/c.png", whole, GOOD);
    expect(await found()).toEqual([
      ["photo-unreadable", "images/train/a.jpg"],
      ["photo-unreadable", "images/train/b.jpg"],
      ["photo-extension", "images/train/c.png"],
    ]);
  });

  it("finds a blank photo, a photo without label and a label without photo", async () => {
    const grey = { width: 100, height: 100, channels: 3 as const, background: "#777" };
    await put("train/a.jpg", await sharp({ create: grey }).jpeg().toBuffer(), GOOD);
    await put("train/b.jpg", await picture(7));
    await writeFile(path.join(folder, "labels", "train", "c.txt"), GOOD);
    expect(await found()).toEqual([
      ["photo-blank", "images/train/a.jpg"],
      ["photo-without-label", "images/train/b.jpg"],
      ["label-without-photo"],
    ]);
  });

  it("reads a set as an import does: any folder, data.yml, a mark at its beginning, lists", async () => {
    await rm(path.join(folder, "data.yaml"));
    await put("train/a.jpg", await picture(1), GOOD);
    await put("test/b.jpg", await picture(2), GOOD);
    await writeFile(path.join(folder, "t.txt"), "./images/train/a.jpg\n");
    await writeFile(path.join(folder, "v.txt"), "./images/test/b.jpg\n");
    await writeFile(path.join(folder, "data.yml"), "\uFEFFtrain: t.txt\nval: v.txt\nnames: [egg, bun]\n");
    expect(await checkSet(folder)).toMatchObject({ boxes: 4, errors: 0, splits: { train: 1, val: 1 } });
  });

  it("finds a photo that data.yaml puts in train and test, and one in train and val", async () => {
    await put("train/a.jpg", await picture(1), GOOD);
    const yaml = (split: string) => `train: images/train\n${split}: images/train\nnames: [egg, bun]\n`;
    await writeFile(path.join(folder, "data.yaml"), yaml("test"));
    expect(await found()).toEqual([["duplicate-across-splits", "images/train/a.jpg"]]);
    expect((await checkSet(folder)).errors).toBe(1);
    await writeFile(path.join(folder, "data.yaml"), yaml("val"));
    expect(await found()).toEqual([["split-overlap", "images/train/a.jpg"]]);
    expect((await checkSet(folder)).errors).toBe(0);
  });

  it("finds a number of classes that is not that of the names", async () => {
    await writeFile(path.join(folder, "data.yaml"), "nc: 5\nnames: [egg, bun]\n");
    await put("train/a.jpg", await picture(1), GOOD);
    const { findings, errors } = await checkSet(folder);
    expect(errors).toBe(1);
    expect(findings.find(({ code }) => code === "class-count")?.facts).toEqual({
      file: "data.yaml",
      said: 5,
      named: 2,
    });
  });

  it("asks what rows are, and reads them as it is told", async () => {
    await put(
      "train/a.jpg",
      await picture(1),
      "0 0.5 0.5 0.2 0.4 0.45 0.4 0.55 0.4 0.45 0.6 0.55 0.6 0.5 0.5\n",
    );
    await expect(checkSet(folder)).rejects.toMatchObject({ code: "import/ambiguous" });
    const codes = (await checkSet(folder, { rows: "boxes" })).findings.map((one) => one.code);
    expect(codes).toContain("label-keypoints");
  });

  it("reads other formats, and says which it read", async () => {
    const shape = {
      label: "egg",
      shape_type: "rectangle",
      points: [
        [10, 10],
        [60, 60],
      ],
    };
    await put("train/a.jpg", await picture(1));
    await writeFile(
      path.join(folder, "images/train/a.json"),
      JSON.stringify({ imagePath: "a.jpg", shapes: [shape] }),
    );
    expect(await checkSet(folder)).toMatchObject({ format: "labelme", photos: 1, boxes: 1 });
  });

  it("stops when asked", async () => {
    await put("train/a.jpg", await picture(8), GOOD);
    const signal = AbortSignal.abort();
    await expect(checkSet(folder, { signal })).rejects.toMatchObject({ code: "detection/cancelled" });
  });

  it("says what a folder lacks to be a set", async () => {
    await expect(checkSet(folder)).rejects.toMatchObject({ code: "import/not-recognised" });
    await put("train/a.jpg", await picture(1), GOOD);
    await rm(path.join(folder, "data.yaml"));
    await expect(checkSet(folder)).rejects.toMatchObject({
      code: "import/not-recognised",
      facts: { reason: /no data.yaml/ },
    });
    await expect(checkSet(path.join(folder, "nowhere"))).rejects.toMatchObject({ code: "request/invalid" });
  });

  it("finds what an import refuses: labels of a photo of another size, and crowds", async () => {
    await rm(path.join(folder, "data.yaml"));
    const images = [
      { id: 1, file_name: "a.jpg", width: 128, height: 128 },
      { id: 2, file_name: "b.jpg", width: 640, height: 480 },
    ];
    const box = { category_id: 1, bbox: [10, 10, 40, 40] };
    const annotations = [
      { id: 1, image_id: 1, ...box },
      { id: 2, image_id: 1, ...box, iscrowd: 1 },
      { id: 3, image_id: 2, ...box },
    ];
    await put("train/a.jpg", await picture(1));
    await put("train/b.jpg", await picture(2));
    await writeFile(
      path.join(folder, "all.json"),
      JSON.stringify({ images, annotations, categories: [{ id: 1, name: "egg" }] }),
    );
    const { findings, errors } = await checkSet(folder);
    expect(errors).toBe(1);
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: "label-syntax",
        facts: { text: "they are of a photo of 640 × 480 px, and it has 128 × 128 px" },
      }),
    );
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: "file-left-aside",
        facts: { file: "images/train/a.jpg", reason: "1 region is marked as a crowd" },
      }),
    );
  });

  it("opens a BMP as an import does, and names a picture that neither opens", async () => {
    const bmp = Buffer.alloc(54 + 4 * 3);
    bmp.write("BM");
    for (const [at, value] of [
      [10, 54],
      [14, 40],
      [18, 1],
      [22, 3],
      [26, 1 | (24 << 16)],
    ] as const)
      bmp.writeUInt32LE(value, at);
    await put("train/a.bmp", bmp, GOOD);
    await put("train/b.tif", Buffer.from("II+\0 a BigTIFF"), GOOD);
    const { photos, findings } = await checkSet(folder);
    const unreadable = findings.filter(({ code }) => code === "photo-unreadable");
    expect([photos, unreadable.map((one) => one.photos)]).toEqual([2, [["images/train/b.tif"]]]);
  });
});
