import { describe, expect, it } from "vitest";
import { memoryFiles } from "@/server/datasets/import/testing/memory-source";
import { openVocSet } from "./voc-set";

const file = (database: string, xmin: number) =>
  `<annotation><source><database>${database}</database></source><object><name>egg</name><bndbox>` +
  `<xmin>${xmin}</xmin><ymin>5</ymin><xmax>20</xmax><ymax>30</ymax></bndbox></object></annotation>`;

async function read(xml: readonly string[], answers?: Record<string, string>) {
  const files = Object.fromEntries(
    xml.flatMap((text, index) => [
      [`${index}.jpg`, ""],
      [`${index}.xml`, text],
    ]),
  );
  const set = await openVocSet(memoryFiles(files), { answers });
  const labels = await Promise.all(
    set.photos.map((photo) => set.readLabels(photo, { width: 50, height: 50 })),
  );
  return { starts: labels.map((one) => one?.boxes[0]?.box.x1), doubts: set.doubts };
}

describe("where a VOC set's pixels begin", () => {
  it("is 0, and a doubt, where nothing says so", async () => {
    const { starts, doubts } = await read([file("Unknown", 1)]);
    expect(starts).toEqual([1]);
    expect(doubts).toMatchObject([{ id: "voc-origin", taken: "zero" }]);
  });
  it("is 0 without doubt as soon as one file has a corner at 0", async () => {
    expect(await read([file("Unknown", 0), file("Unknown", 1)])).toEqual({ starts: [0, 1], doubts: [] });
  });
  it("is 1 in the original data set, and 0 in one that only copied its name", async () => {
    const original = await read([file("The VOC2007 Database", 1)]);
    expect(original).toMatchObject({ starts: [0], doubts: [{ taken: "one" }] });
    const copied = await read([file("The VOC2007 Database", 1), file("The VOC2007 Database", 0)]);
    expect(copied).toEqual({ starts: [1, 0], doubts: [] });
  });
  it("is what a person says", async () => {
    const { starts, doubts } = await read([file("Unknown", 1)], { "voc-origin": "one" });
    expect(starts).toEqual([0]);
    expect(doubts).toMatchObject([{ taken: "one" }]);
  });
  it("is known of what was written here", async () => {
    expect(await read([file("Forage", 3)])).toEqual({ starts: [3], doubts: [] });
  });
});
