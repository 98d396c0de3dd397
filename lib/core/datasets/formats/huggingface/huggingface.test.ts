import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { readShape, type ShapeOptions } from "@/server/datasets/import/testing/read-shape";

let photo: Uint8Array;
beforeAll(async () => {
  photo = await sharp({ create: { width: 200, height: 100, channels: 3, background: "red" } })
    .jpeg()
    .toBuffer();
});
const read = (rows: readonly object[], more: Record<string, string> = {}, options?: ShapeOptions) =>
  readShape(
    {
      "train/a.jpg": photo,
      "train/b.jpg": photo,
      "train/metadata.jsonl": rows.map((row) => `${JSON.stringify(row)}\n`).join(""),
      ...more,
    },
    options,
  );
const row = (bbox: readonly (readonly number[])[], labels: object, file_name = "a.jpg") => ({
  file_name,
  objects: { bbox, ...labels },
});
const NAMED = { categories: ["egg"] };
const README = `---
dataset_info:
  features:
  - name: objects
    sequence:
    - name: category
      dtype:
        class_label:
          names:
            '0': egg
            '1': pea
---
# A set
`;

describe("Hugging Face's metadata.jsonl", () => {
  it("reads left, top, width and height, and names", async () => {
    const { format, photos } = await read([row([[50, 20, 30, 40]], NAMED)]);
    expect(format).toBe("huggingface");
    expect(photos).toMatchObject({ "train/a.jpg": "egg 50,20,80,60", "train/b.jpg": "unlabelled" });
  });
  it("reads a list of objects too", async () => {
    const rows = [{ file_name: "a.jpg", objects: [{ bbox: [50, 20, 30, 40], category: "egg" }] }];
    expect((await read(rows)).photos["train/a.jpg"]).toBe("egg 50,20,80,60");
  });
  it("takes the names of numbers from README.md", async () => {
    const { photos } = await read([row([[50, 20, 30, 40]], { category: [1] })], { "README.md": README });
    expect(photos["train/a.jpg"]).toBe("pea 50,20,80,60");
  });
  it("asks for the names of numbers where no README.md has them", async () => {
    const rows = [row([[50, 20, 30, 40]], { category: [1] })];
    const lists = { "classes.txt": "apple\npear\n" };
    expect((await read(rows, lists)).asked).toEqual({
      id: "class-names",
      values: ["classes.txt", "numbers"],
    });
    const named = await read(rows, lists, {
      format: "huggingface",
      answers: { "class-names": "classes.txt" },
    });
    expect(named.photos["train/a.jpg"]).toBe("pear 50,20,80,60");
    const numbered = await read(rows, {}, { answers: { "class-names": "numbers" } });
    expect(numbered.photos["train/a.jpg"]).toBe("1 50,20,80,60");
  });
  it("names a number that the names do not reach", async () => {
    const { photos } = await read([row([[50, 20, 30, 40]], { category: [9] })], { "README.md": README });
    expect(photos["train/a.jpg"]).toBe("box 1 has class 9, which has no name");
  });
  it("asks where boxes could be two corners, by a box that reaches out of its photo", async () => {
    const rows = [row([[120, 60, 180, 90]], NAMED)];
    expect((await read(rows)).asked).toEqual({ id: "box-form", values: ["xywh", "xyxy"] });
    const { photos } = await read(rows, {}, { answers: { "box-form": "xyxy" } });
    expect(photos["train/a.jpg"]).toBe("egg 120,60,180,90");
  });
  it("asks where all of many boxes could be two corners, though each fits", async () => {
    const boxes = [1, 2, 3, 4].map((one) => [one, one, one + 20, one + 20]);
    expect((await read([row(boxes, { categories: Array(4).fill("egg") })])).asked?.id).toBe("box-form");
  });
  it("asks what numbers between 0 and 1 are", async () => {
    const rows = [row([[0.1, 0.2, 0.3, 0.4]], NAMED)];
    expect((await read(rows)).asked?.values).toEqual(["share-xywh", "share-xyxy", "share-centre"]);
    const { photos } = await read(rows, {}, { answers: { "box-form": "share-xywh" } });
    expect(photos["train/a.jpg"]).toBe("egg 20,20,80,60");
  });
  it("says of boxes and classes of different number that they do not go together", async () => {
    const rows = [
      row([[50, 20, 30, 40]], { categories: ["egg", "pea"] }),
      row([[50, 20, 30, 40]], NAMED, "b.jpg"),
    ];
    expect((await read(rows)).photos["train/a.jpg"]).toBe("its row has 1 boxes and 2 classes");
  });
  it("names the line that is no JSON", async () => {
    await expect(
      readShape({ "a.jpg": photo, "metadata.jsonl": '{"file_name":"a.jpg"\n' }),
    ).rejects.toMatchObject({
      facts: { reason: "metadata.jsonl: line 1 is no JSON" },
    });
  });
  it("refuses captions", async () => {
    await expect(read([{ file_name: "a.jpg", text: "an egg" }])).rejects.toMatchObject({
      facts: { reason: "train/metadata.jsonl: its rows have no objects with boxes" },
    });
  });
});
