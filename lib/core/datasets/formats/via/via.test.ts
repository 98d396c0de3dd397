import { describe, expect, it } from "vitest";
import { readShape, type ShapeOptions } from "@/server/datasets/import/testing/read-shape";

const RECT = { name: "rect", x: 10, y: 20, width: 30, height: 40 };
const region = (shape: object, attributes: object = { food: "egg" }) => ({
  shape_attributes: shape,
  region_attributes: attributes,
});
const entry = (regions: unknown, filename = "a.jpg") => ({ filename, size: 9, regions, file_attributes: {} });
const project = (...entries: readonly object[]) => ({
  _via_settings: { project: { name: "x" } },
  _via_img_metadata: Object.fromEntries(entries.map((one, index) => [`k${index}`, one])),
  _via_attributes: { region: {}, file: {} },
});
const read = (json: unknown, options?: ShapeOptions, photos: readonly string[] = ["a.jpg"]) =>
  readShape(
    { ...Object.fromEntries(photos.map((path) => [path, ""])), "via.json": JSON.stringify(json) },
    options,
  );

describe("VIA", () => {
  it.each([
    ["a rectangle", RECT, "egg 10,20,40,60"],
    ["a polygon", { name: "polygon", all_points_x: [1, 5, 3], all_points_y: [2, 8, 9] }, "egg 1,2,5,9"],
    ["a line", { name: "polyline", all_points_x: [1, 5], all_points_y: [2, 8] }, "egg 1,2,5,8"],
    ["a circle", { name: "circle", cx: 50, cy: 40, r: 10 }, "egg 40,30,60,50"],
    ["an ellipse", { name: "ellipse", cx: 50, cy: 40, rx: 20, ry: 10, theta: 0 }, "egg 30,30,70,50"],
    [
      "an ellipse turned by a quarter, in radians",
      { name: "ellipse", cx: 50, cy: 40, rx: 20, ry: 10, theta: Math.PI / 2 },
      "egg 40,20,60,60",
    ],
    [
      "an angle in degrees",
      { name: "ellipse", cx: 50, cy: 40, rx: 20, ry: 10, theta: 90 },
      /no angle in radians/,
    ],
    ["a point", { name: "point", cx: 1, cy: 2 }, "a point (egg) is a point, which is no box"],
    [
      "uneven points",
      { name: "polygon", all_points_x: [1], all_points_y: [] },
      /no corners that can be read/,
    ],
  ])("reads %s", async (_name, shape, expected) => {
    const { format, photos } = await read(project(entry([region(shape)])));
    expect(format).toBe("via");
    expect(photos["a.jpg"]).toMatch(
      typeof expected === "string" ? new RegExp(`^${expected.replace(/[()]/g, "\\$&")}$`) : expected,
    );
  });

  it("reads annotations without their project, and VIA 1's numbered regions", async () => {
    expect((await read({ "a.jpg9": entry([region(RECT)]) })).photos["a.jpg"]).toBe("egg 10,20,40,60");
    expect((await read({ "a.jpg9": entry({ 0: region(RECT) }) })).photos["a.jpg"]).toBe("egg 10,20,40,60");
  });

  it("asks which attribute is the class where there are several", async () => {
    const json = project(entry([region(RECT, { food: "egg", state: "fresh", note: "" })]));
    expect((await read(json)).asked).toEqual({ id: "class-attribute", values: ["food", "state"] });
    const { photos } = await read(json, { answers: { "class-attribute": "state" } });
    expect(photos["a.jpg"]).toBe("fresh 10,20,40,60");
    expect((await read(json, { answers: { "class-attribute": "constructor" } })).asked).toBeDefined();
  });

  it("takes the one box that is ticked, and neither of two", async () => {
    const ticked = (value: object) => read(project(entry([region(RECT, { kind: value })])));
    expect((await ticked({ egg: true, pea: false })).photos["a.jpg"]).toBe("egg 10,20,40,60");
    expect((await ticked({ egg: true, pea: true })).photos["a.jpg"]).toBe("a rect has 2 classes, egg, pea");
  });

  it("says that a region without a class has none", async () => {
    const { photos } = await read(project(entry([region(RECT), region(RECT, {})])));
    expect(photos["a.jpg"]).toBe("egg 10,20,40,60; a rect has no class");
  });

  it("leaves out the labels of two photos of one name", async () => {
    const { photos, leftAside } = await read(
      project(entry([region(RECT)]), entry([]), entry([region(RECT)], "b.jpg")),
      {},
      ["a.jpg", "b.jpg"],
    );
    expect(photos).toEqual({ "a.jpg": "unlabelled", "b.jpg": "egg 10,20,40,60" });
    expect(leftAside).toEqual(["via.json: two photos of it are called a.jpg: their labels are left out"]);
  });

  it("reads CSV, with a row of its own for a photo without regions", async () => {
    const csv = [
      "filename,file_size,file_attributes,region_count,region_id,region_shape_attributes,region_attributes",
      `a.jpg,9,"{}",1,0,"${JSON.stringify(RECT).replaceAll('"', '""')}","{""food"":""egg""}"`,
      'b.jpg,9,"{}",0,0,"{}","{}"',
      "",
    ].join("\n");
    const found = await readShape({ "a.jpg": "", "b.jpg": "", "via.csv": `\ufeff${csv}` });
    expect(found).toMatchObject({
      format: "via",
      photos: { "a.jpg": "egg 10,20,40,60", "b.jpg": "unlabelled" },
      doubts: ["empty-photos=unlabelled"],
    });
  });

  it("refuses a project of VIA 3 and says what to do", async () => {
    await expect(read({ project: {}, config: {}, file: {}, metadata: {}, view: {} })).rejects.toMatchObject({
      facts: { reason: "via.json: it is a project of VIA 3, which is not read; save it as COCO there" },
    });
  });
});
