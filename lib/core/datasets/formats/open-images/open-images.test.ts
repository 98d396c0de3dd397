import { describe, expect, it } from "vitest";
import { readShape, type ShapeOptions } from "@/server/datasets/import/testing/read-shape";

const HEAD =
  "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf,IsDepiction,IsInside";
const row = (more: string, id = "/m/0egg") => `000a1,xclick,${id},1,0.1,0.4,0.2,0.6,0,0,${more},0`;
const NAMES = "/m/0egg,Egg\n/m/0pea,Pea\n";
const read = (rows: readonly string[], options?: ShapeOptions, names: string | undefined = NAMES) =>
  readShape(
    {
      "train/000a1.jpg": "",
      "train-annotations-bbox.csv": [HEAD, ...rows].join("\n"),
      ...(names === "" ? {} : { "class-descriptions-boxable.csv": names }),
    },
    options,
  );
const A = "train/000a1.jpg";

describe("Open Images", () => {
  it("reads shares of the photo, XMax before YMin, and names classes by their ids", async () => {
    const { format, photos } = await read([row("0,0")]);
    expect(format).toBe("open-images");
    expect(photos).toEqual({ [A]: "Egg 20,20,80,60" });
  });
  it("keeps the id for a name where no file says it, and says so", async () => {
    const { photos, leftAside } = await read([row("0,0")], {}, "");
    expect(photos[A]).toBe("/m/0egg 20,20,80,60");
    expect(leftAside).toEqual([
      "train-annotations-bbox.csv: no class-descriptions file says what /m/0egg is: the id stands for the name",
    ]);
  });
  it("does not choose between two names of one id", async () => {
    expect((await read([row("0,0")], {}, `${NAMES}/m/0egg,Aubergine\n`)).photos[A]).toMatch(/^\/m\/0egg/);
  });
  it("reads names under a header too", async () => {
    expect((await read([row("0,0")], {}, `LabelName,DisplayName\n${NAMES}`)).photos[A]).toMatch(/^Egg/);
  });
  it("counts groups, and unknown marks are none", async () => {
    const { photos, crowds } = await read([row("1,0"), row("-1,-1")]);
    expect(photos[A]).toBe("Egg 20,20,80,60");
    expect(crowds).toEqual({ [A]: 1 });
  });
  it("keeps depictions as a doubt, and leaves them out when told to", async () => {
    expect(await read([row("0,1")])).toMatchObject({
      photos: { [A]: "Egg 20,20,80,60" },
      doubts: ["depictions=keep"],
    });
    expect(await read([row("0,1")], { answers: { depictions: "leave-out" } })).toMatchObject({
      photos: { [A]: "nothing" },
      crowds: { [A]: 1 },
    });
  });
  it("names a box that is not in shares", async () => {
    const px = "000a1,xclick,/m/0egg,1,10,40,20,60,0,0,0,0,0";
    expect((await read([px])).photos[A]).toBe("line 2 (/m/0egg) is not in shares of the photo, 0 to 1");
  });
  it("refuses labels of whole photos and says what they are", async () => {
    await expect(
      readShape({ [A]: "", "labels.csv": "ImageID,Source,LabelName,Confidence\n000a1,x,/m/0egg,1\n" }),
    ).rejects.toMatchObject({
      facts: { reason: "labels.csv: it has labels of whole photos, which are no boxes" },
    });
  });
});
