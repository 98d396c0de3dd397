import { describe, expect, it } from "vitest";
import { readShape, type ShapeOptions } from "@/server/datasets/import/testing/read-shape";

const HEAD = "filename,width,height,class,xmin,ymin,xmax,ymax";
const read = (lines: readonly string[], options?: ShapeOptions) =>
  readShape({ "train/a.jpg": "", "train/_annotations.csv": lines.join("\r\n") }, options);

describe("TensorFlow's CSV", () => {
  it.each([
    ["as Roboflow writes it", [HEAD, "a.jpg,200,100,egg,10,20,30,40"]],
    [
      "with a byte order mark, quotes and other columns",
      [`\ufeff"filename","class","xmin","ymin","xmax","ymax",note`, 'a.jpg,"egg",10,20,30,40,"x, y"'],
    ],
    ["with semicolons, in another order", ["class;xmin;ymin;xmax;ymax;filename", "egg;10;20;30;40;a.jpg"]],
    ["with a path of another machine", [HEAD, "C:\\data\\train\\a.jpg,200,100,egg,10,20,30,40"]],
  ])("is read %s", async (_name, lines) => {
    const { format, photos, splits } = await read(lines);
    expect(format).toBe("tensorflow-csv");
    expect(photos).toEqual({ "train/a.jpg": "egg 10,20,30,40" });
    expect(splits).toEqual({ "train/a.jpg": "train" });
  });
  it("names the line that cannot be read, and keeps the rest", async () => {
    const { photos } = await read([
      HEAD,
      "a.jpg,200,100,egg,10,20,wide,40",
      "a.jpg,200,100,,1,2,3,4",
      "a.jpg,200,100,egg,10,20,30,40",
    ]);
    expect(photos["train/a.jpg"]).toBe(
      "egg 10,20,30,40; line 2 (egg) has no corners that can be read; line 3 has no class",
    );
  });
  it("says of a row whose photo has another size than before that it is left out", async () => {
    const { photos } = await read([HEAD, "a.jpg,200,100,egg,10,20,30,40", "a.jpg,100,200,egg,1,2,3,4"]);
    expect(photos["train/a.jpg"]).toBe(
      "egg 10,20,30,40; line 3 gives the photo another size than those before",
    );
  });
  it("asks what corners between 0 and 1 are", async () => {
    const lines = [HEAD, "a.jpg,200,100,egg,0.1,0.2,0.3,0.4"];
    expect((await read(lines)).asked).toEqual({ id: "csv-units", values: ["share", "px"] });
    expect((await read(lines, { answers: { "csv-units": "share" } })).photos["train/a.jpg"]).toBe(
      "egg 20,20,60,40",
    );
  });
  it("keeps a class called as a part of JavaScript", async () => {
    expect((await read([HEAD, "a.jpg,200,100,__proto__,1,2,3,4"])).photos["train/a.jpg"]).toBe(
      "__proto__ 1,2,3,4",
    );
  });
});
