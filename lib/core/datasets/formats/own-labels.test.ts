import { describe, expect, it } from "vitest";
import { readShape } from "@/server/datasets/import/testing/read-shape";

const coco = (x: number, fileName = "x.jpg") =>
  JSON.stringify({
    images: [{ id: 1, file_name: fileName, width: 200, height: 100 }],
    categories: [{ id: 1, name: "egg" }],
    annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [x, 10, 10, 10] }],
  });
const csv = (x: number) =>
  `filename,width,height,class,xmin,ymin,xmax,ymax\nx.jpg,200,100,egg,${x},10,${x + 10},20\n`;

describe("labels of a photo that is missing", () => {
  it.each([
    ["COCO, of a folder beside", { "a/x.jpg": "", "a/set.json": coco(10), "b/set.json": coco(50) }],
    [
      "COCO, of another split",
      {
        "train/x.jpg": "",
        "train/_annotations.coco.json": coco(10),
        "valid/_annotations.coco.json": coco(50),
      },
    ],
    ["CSV, of a folder beside", { "a/x.jpg": "", "a/set.csv": csv(10), "b/set.csv": csv(50) }],
    [
      "CSV, of another split",
      { "train/x.jpg": "", "train/_annotations.csv": csv(10), "valid/_annotations.csv": csv(50) },
    ],
  ])("do not go to another of its name: %s", async (_name, files) => {
    const { photos, leftAside } = await readShape(files);
    expect(Object.values(photos)).toEqual(["egg 10,10,20,20"]);
    expect(leftAside).toHaveLength(1);
    expect(leftAside[0]).toMatch(/^(b|valid)\/.*x\.jpg is not/);
  });

  it("are joined where they lie in a folder of labels, or above", async () => {
    const { photos } = await readShape({
      "images/x.jpg": "",
      "images/set.json": coco(10),
      "annotations/more.json": coco(50),
      "all.json": coco(90),
    });
    expect(photos["images/x.jpg"]?.match(/egg/g)).toHaveLength(3);
  });
});
