import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { readShape, type ShapeOptions } from "@/server/datasets/import/testing/read-shape";

let photo: Uint8Array;
beforeAll(async () => {
  photo = await sharp({ create: { width: 200, height: 100, channels: 3, background: "red" } })
    .jpeg()
    .toBuffer();
});

const at = (x: number, y: number, width: number, height: number) => ({
  label: "egg",
  coordinates: { x, y, width, height },
});
const read = (annotations: readonly object[], options?: ShapeOptions) =>
  readShape(
    { "a.jpg": photo, "_annotations.createml.json": JSON.stringify([{ image: "a.jpg", annotations }]) },
    options,
  );

describe("CreateML", () => {
  it("reads x and y as the middle of a box", async () => {
    const { format, photos } = await read([at(25, 40, 30, 40)]);
    expect(format).toBe("createml");
    expect(photos["a.jpg"]).toBe("egg 10,20,40,60");
  });
  it("reads the older names of its keys", async () => {
    const json = [{ imagefilename: "a.jpg", annotation: [at(25, 40, 30, 40)] }];
    expect((await readShape({ "a.jpg": photo, "x.json": JSON.stringify(json) })).photos["a.jpg"]).toBe(
      "egg 10,20,40,60",
    );
  });
  it("asks where boxes lie in their photos only when read from the corner", async () => {
    const corners = [at(0, 0, 60, 50), at(100, 20, 90, 70)];
    expect((await read(corners)).asked).toEqual({ id: "createml-anchor", values: ["centre", "corner"] });
    const { photos } = await read(corners, { answers: { "createml-anchor": "corner" } });
    expect(photos["a.jpg"]).toBe("egg 0,0,60,50; egg 100,20,190,90");
  });
  it("asks what numbers below 1 are of", async () => {
    const shares = [at(0.5, 0.5, 0.2, 0.4)];
    expect((await read(shares)).asked?.id).toBe("createml-units");
    const { photos } = await read(shares, { answers: { "createml-units": "share" } });
    expect(photos["a.jpg"]).toBe("egg 80,30,120,70");
  });
  it("knows a photo that was marked as looked at from one that is only listed", async () => {
    const json = [
      { image: "a.jpg", verified: true, annotations: [] },
      { image: "b.jpg", annotations: [] },
      { image: "c.jpg", annotations: [at(25, 40, 30, 40)] },
    ];
    const files = { "a.jpg": photo, "b.jpg": photo, "c.jpg": photo, "x.json": JSON.stringify(json) };
    expect((await readShape(files)).photos).toMatchObject({ "a.jpg": "nothing", "b.jpg": "unlabelled" });
  });
  it("names a box without coordinates that can be read", async () => {
    const json = [
      { image: "a.jpg", annotations: [{ label: "egg", coordinates: { x: "left" } }, at(25, 40, 30, 40)] },
    ];
    const { photos } = await readShape({ "a.jpg": photo, "x.json": JSON.stringify(json) });
    expect(photos["a.jpg"]).toBe("egg 10,20,40,60; box 1 (egg) has no coordinates");
  });
});
