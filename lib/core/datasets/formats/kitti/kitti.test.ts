import { describe, expect, it } from "vitest";
import { readShape } from "@/server/datasets/import/testing/read-shape";

const row = (kind: string, more = "") =>
  `${kind} 0.00 0 -1.57 10.00 20.00 30.50 40.00 1.65 1.67 3.64 -0.65 1.71 46.70 -1.59${more}\n`;

describe("KITTI", () => {
  it("reads the box of 15 columns, leaves DontCare out and counts it", async () => {
    const text = row("Car") + row("DontCare") + row("Pedestrian");
    const found = await readShape({ "training/image_2/0.png": "", "training/label_2/0.txt": text });
    expect(found).toMatchObject({
      format: "kitti",
      photos: { "training/image_2/0.png": "Car 10,20,30.5,40; Pedestrian 10,20,30.5,40" },
      crowds: { "training/image_2/0.png": 1 },
      splits: { "training/image_2/0.png": "train" },
    });
  });
  it("puts the labels of one camera to the photos of that one, and passes calibrations over", async () => {
    const found = await readShape({
      "training/image_2/0.png": "",
      "training/image_3/0.png": "",
      "training/label_2/0.txt": row("Car"),
      "training/calib/0.txt": "P0: 7.2e+02 0 0 0\n",
    });
    expect(found.photos).toEqual({
      "training/image_2/0.png": "Car 10,20,30.5,40",
      "training/image_3/0.png": "unlabelled",
    });
    expect(found.leftAside).toEqual([]);
  });
  it("takes an empty file for a photo with nothing in it, and a missing one for none", async () => {
    const { photos } = await readShape({
      "images/a.jpg": "",
      "images/b.jpg": "",
      "images/c.jpg": "",
      "labels/a.txt": row("Car", " 0.98"),
      "labels/b.txt": "",
    });
    expect(photos).toEqual({
      "images/a.jpg": "Car 10,20,30.5,40",
      "images/b.jpg": "nothing",
      "images/c.jpg": "unlabelled",
    });
  });
  it("names a line that is none of KITTI's", async () => {
    const { photos } = await readShape({ "a.jpg": "", "a.txt": `${row("Car")}Car 0 0\n` });
    expect(photos["a.jpg"]).toBe("Car 10,20,30.5,40; line 2 is no label: Car 0 0");
  });
});
