import { describe, expect, it } from "vitest";
import { readVoc, writeVoc } from "./voc";

const read = (...objects: readonly object[]) =>
  readVoc({ annotation: { object: objects.map((object) => ({ name: "egg", ...object })) } });

const pt = (x: string, y: string) => ({ x, y });

describe("an object without bndbox", () => {
  it.each([
    [
      "polygon of numbered corners",
      { polygon: { x1: "10", y1: "10", x2: "50", y2: "10", x3: "50", y3: "60" } },
    ],
    [
      "LabelMe web polygon",
      { polygon: { username: "me", pt: [pt("10", "10"), pt("50\n", "10"), pt("50", "60")] } },
    ],
    [
      "polygon in two parts",
      { polygon: [{ pt: [pt("10", "10"), pt("20", "60")] }, { pt: [pt("50", "12")] }] },
    ],
    [
      "box without a size beside a polygon",
      {
        bndbox: { xmin: "0", ymin: "0", xmax: "0", ymax: "0" },
        polygon: { x1: "10", y1: "10", x2: "50", y2: "60" },
      },
    ],
  ])("gets the box around its %s", (_name, object) => {
    expect(read(object).boxes).toEqual([
      { name: "egg", box: { x1: 10, y1: 10, x2: 50, y2: 60 }, shape: "polygon" },
    ]);
  });

  it("gets the box around one that is turned", () => {
    const turned = (angle: string) => read({ robndbox: { cx: "60", cy: "50", w: "40", h: "20", angle } });
    expect(turned("0.0").boxes[0]?.box).toEqual({ x1: 40, y1: 40, x2: 80, y2: 60 });
    // a quarter turn swaps the sides; an eighth makes both (40 + 20) / √2 = 42.43 long
    const quarter = turned(String(Math.PI / 2)).boxes[0]!.box;
    expect([quarter.x1, quarter.y1, quarter.x2, quarter.y2].map((edge) => edge.toFixed(3))).toEqual([
      "50.000",
      "30.000",
      "70.000",
      "70.000",
    ]);
    const eighth = turned(String(Math.PI / 4)).boxes[0]!.box;
    expect(eighth.x2 - eighth.x1).toBeCloseTo(60 / Math.SQRT2, 6);
    expect(eighth.y2 - eighth.y1).toBeCloseTo(60 / Math.SQRT2, 6);
  });

  it("gets none when its angle may be in degrees", () => {
    const { boxes, problems } = read({ robndbox: { cx: "60", cy: "50", w: "40", h: "20", angle: "30" } });
    expect(boxes).toEqual([]);
    expect(problems).toEqual(["object 1 (egg) is turned by 30, which is no angle in radians"]);
  });

  it("gets the box around four corners in its bndbox", () => {
    const corners = { x0: "10", y0: "20", x1: "50", y1: "10", x2: "55", y2: "60", x3: "12", y3: "70" };
    expect(read({ bndbox: corners }).boxes[0]?.box).toEqual({ x1: 10, y1: 10, x2: 55, y2: 70 });
  });

  it.each([
    {},
    { polygon: "" },
    { polygon: { x1: "1", y1: "2", x2: "three", y2: "4" } },
    { robndbox: { cx: "1" } },
  ])("is named when there is nothing to go by: %j", (object) =>
    expect(read(object)).toMatchObject({ boxes: [], problems: ["object 1 (egg) has no box"] }),
  );
});

it("takes the written box where it has a size, whatever the outline says", () => {
  const bndbox = { xmin: "1", ymin: "2", xmax: "30", ymax: "40" };
  const { boxes } = read({ bndbox, polygon: { x1: "5", y1: "5", x2: "9", y2: "9" } });
  expect(boxes[0]?.box).toEqual({ x1: 1, y1: 2, x2: 30, y2: 40 });
});

it("leaves what LabelMe's web tool marks as deleted", () => {
  const bndbox = { xmin: "1", ymin: "2", xmax: "30", ymax: "40" };
  const { boxes, problems } = read({ bndbox, deleted: "1" }, { bndbox, deleted: "0" });
  expect([boxes.length, problems.length]).toEqual([1, 0]);
});

it("reads the size as LabelMe's web tool writes it", () => {
  expect(readVoc({ annotation: { imagesize: { nrows: "480", ncols: "640" } } }).size).toEqual({
    width: 640,
    height: 480,
  });
});

describe("pixels counted from 1", () => {
  const size = { width: 100, height: 50 };
  const boxes = [
    { name: "egg", box: { x1: 0, y1: 0, x2: 100, y2: 50 } },
    { name: "pea", box: { x1: 7, y1: 8, x2: 8, y2: 9 } },
  ];
  it("are written so and read back as they were, a box of one pixel too", () => {
    const text = writeVoc({ fileName: "a.jpg", folder: "x", size, boxes, firstPixel: 1 });
    expect(text).toContain("<xmin>1</xmin><ymin>1</ymin><xmax>100</xmax><ymax>50</ymax>");
    expect(text).toContain("<xmin>8</xmin><ymin>9</ymin><xmax>8</xmax><ymax>9</ymax>");
    const object = boxes.map(({ name, box }) => {
      const { x1, y1, x2, y2 } = box;
      return { name, bndbox: { xmin: x1 + 1, ymin: y1 + 1, xmax: x2, ymax: y2 } };
    });
    const source = { database: "Forage", annotation: "Pixels are counted from 1" };
    expect(readVoc({ annotation: { source, object } }).boxes.map(({ box }) => box)).toEqual(
      boxes.map(({ box }) => box),
    );
  });
});
