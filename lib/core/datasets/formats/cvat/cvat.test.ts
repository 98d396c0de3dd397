import { describe, expect, it } from "vitest";
import { readShape } from "@/server/datasets/import/testing/read-shape";

const task = (inner: string, head = "") =>
  `<?xml version="1.0" encoding="utf-8"?>\n<annotations><version>1.1</version><meta><task><id>3</id><mode>annotation</mode></task>${head}</meta>${inner}</annotations>`;
const image = (name: string, shapes: string, more = "") =>
  `<image id="0" name="${name}" width="200" height="100" ${more}>${shapes}</image>`;
const BOX = '<box label="egg" occluded="0" xtl="10" ytl="20" xbr="30.5" ybr="40" z_order="0"></box>';
const of = (shapes: string) => readShape({ "a.jpg": "", "annotations.xml": task(image("a.jpg", shapes)) });

describe("CVAT's XML for images", () => {
  it.each([
    ["a box", BOX, "egg 10,20,30.5,40"],
    // 20 × 10 about 20,25, turned by a quarter
    [
      "a turned box",
      '<box label="egg" xtl="10" ytl="20" xbr="30" ybr="30" rotation="90.00"/>',
      "egg 15,15,25,35",
    ],
    ["a polygon", '<polygon label="egg" points="1.5,2;30,4;6,50.25"/>', "egg 1.5,2,30,50.25"],
    ["an ellipse", '<ellipse label="egg" cx="50" cy="40" rx="20" ry="10"/>', "egg 30,30,70,50"],
    [
      "a turned ellipse",
      '<ellipse label="egg" cx="50" cy="40" rx="20" ry="10" rotation="90"/>',
      "egg 40,20,60,60",
    ],
    ["a mask", '<mask label="egg" rle="1, 2, 3" left="7" top="8" width="3" height="2"/>', "egg 7,8,10,10"],
    ["points", '<points label="egg" points="1,2"/>', "a points (egg) is of points, which are no box"],
    ["a label of the photo alone", '<tag label="egg"/>', "unlabelled"],
    ["a box without corners", '<box label="egg" xtl="1"/>', "a box (egg) has no corners that can be read"],
    ["a label of JavaScript's", BOX.replace("egg", "__proto__"), "__proto__ 10,20,30.5,40"],
    ["signs by number", BOX.replace("egg", "caf&#233; &amp; &lt;b&gt;"), "café & <b> 10,20,30.5,40"],
  ])("reads %s", async (_name, shapes, expected) => {
    const { format, photos } = await of(shapes);
    if (expected !== "unlabelled") expect(format).toBe("cvat");
    expect(photos["a.jpg"]).toBe(expected);
  });

  it("counts what an attribute marks as a crowd, and reads other attributes over", async () => {
    const crowd = BOX.replace("></box>", '><attribute name="is_crowd">true</attribute></box>');
    const ripe = BOX.replace("></box>", '><attribute name="ripe">true</attribute></box>');
    const { photos, crowds } = await of(crowd + ripe);
    expect(photos["a.jpg"]).toBe("egg 10,20,30.5,40");
    expect(crowds).toEqual({ "a.jpg": 1 });
  });

  it("says of an image without shapes that nobody knows whether it was looked at", async () => {
    const files = { "a.jpg": "", "b.jpg": "", "x.xml": task(image("a.jpg", BOX) + image("b.jpg", "")) };
    expect(await readShape(files)).toMatchObject({
      photos: { "b.jpg": "unlabelled" },
      doubts: ["empty-photos=unlabelled"],
    });
    const answered = await readShape(files, { answers: { "empty-photos": "nothing" } });
    expect(answered.photos).toEqual({ "a.jpg": "egg 10,20,30.5,40", "b.jpg": "nothing" });
  });

  it("finds photos in sub-folders, and those of a project by their subset", async () => {
    const two = BOX.replace("egg", "pea");
    const inner =
      image("img0.jpg", BOX, 'subset="Train" task_id="1"') +
      image("img0.jpg", two, 'subset="Validation" task_id="2"') +
      image("site/deep/c.jpg", BOX);
    const { photos, splits } = await readShape({
      "annotations.xml": task(inner),
      "images/Train/img0.jpg": "",
      "images/Validation/img0.jpg": "",
      "images/site/deep/c.jpg": "",
    });
    expect(photos["images/Train/img0.jpg"]).toMatch(/^egg/);
    expect(photos["images/Validation/img0.jpg"]).toMatch(/^pea/);
    expect(photos["images/site/deep/c.jpg"]).toMatch(/^egg/);
    expect(splits).toMatchObject({ "images/Train/img0.jpg": "train", "images/Validation/img0.jpg": "val" });
  });

  it("gives a photo that several tasks may mean no labels, and says so", async () => {
    const inner = image("img0.jpg", BOX, 'subset="Apples"') + image("img0.jpg", BOX, 'subset="Pears"');
    const { leftAside } = await readShape(
      { "annotations.xml": task(inner), "images/img0.jpg": "" },
      { format: "cvat" },
    );
    expect(leftAside).toEqual([
      expect.stringMatching(
        /Apples\/img0.jpg and Pears\/img0.jpg are two photos, and only images\/img0.jpg could be/,
      ),
    ]);
  });

  it.each([
    ["nested without end", task("<a>".repeat(60_000)), /nested too deeply/],
    ["cut off", task(image("a.jpg", BOX)).slice(0, -20), /no whole CVAT file: it ends in the middle/],
    [
      "of a video",
      task('<track id="0" label="egg"><box frame="0" xtl="1" ytl="1" xbr="2" ybr="2"/></track>'),
      /CVAT for video/,
    ],
  ])("refuses a file that is %s, and says why", async (_name, xml, reason) => {
    await expect(readShape({ "a.jpg": "", "x.xml": xml })).rejects.toMatchObject({
      code: "import/not-recognised",
      facts: { reason: expect.stringMatching(reason) },
    });
  });

  it("says what there is not when it is chosen for a set in another format", async () => {
    const coco = { images: [{ id: 1, file_name: "a.jpg" }], categories: [], annotations: [] };
    await expect(
      readShape({ "a.jpg": "", "c.json": JSON.stringify(coco) }, { format: "cvat" }),
    ).rejects.toMatchObject({
      code: "import/not-recognised",
      facts: { reason: "there is no file in it that is CVAT's XML for images" },
    });
  });

  it("reads a file in the encoding that it declares", async () => {
    const xml = task(image("a.jpg", BOX.replace("egg", "café"))).replace("utf-8", "iso-8859-1");
    const { photos } = await readShape({ "a.jpg": "", "x.xml": new Uint8Array(Buffer.from(xml, "latin1")) });
    expect(photos["a.jpg"]).toMatch(/^café/);
  });
});
