import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { setFilesOf } from "@/server/datasets/import/set-files";
import { openFolderSource } from "@/server/datasets/import/source/folder-source";
import { openCocoSet } from "./coco-set";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "forage-coco-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Entry {
  readonly id: number;
  readonly file_name: string;
  readonly width?: number;
}
type Annotation = readonly [imageId: number, category: number, bbox: readonly number[], more?: object];

function put(
  file: string,
  images: readonly Entry[],
  annotations: readonly Annotation[],
  names = ["egg", "bun"],
) {
  const set = {
    images: images.map((one) => ({ width: 200, height: 100, ...one })),
    annotations: annotations.map(([image_id, category_id, bbox, more], id) => ({
      id,
      image_id,
      category_id,
      bbox,
      ...more,
    })),
    categories: names.map((name, id) => ({ id, name })),
  };
  putFile(file, JSON.stringify(set));
}

function putFile(file: string, text: string) {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

const SIZE = { width: 200, height: 100 };
async function open() {
  const set = await openCocoSet(setFilesOf(await openFolderSource(folder)));
  const labels = async (name: string) => {
    const photo = set.photos.find((one) => one.path === name);
    const found = photo && (await set.readLabels(photo, SIZE));
    return found?.boxes.map(({ name: of, box }) => `${of} ${box.x1},${box.y1}`) ?? null;
  };
  return { set, labels };
}

const A = [{ id: 1, file_name: "a.jpg" }];

it("puts together what a file for each class says of one photo", async () => {
  putFile("images/a.jpg", "x");
  put("annotations/egg.json", A, [[1, 0, [10, 10, 20, 20]]]);
  put("annotations/bun.json", A, [[1, 1, [50, 10, 20, 20]]]);
  const { labels, set } = await open();
  expect((await labels("images/a.jpg"))?.toSorted()).toEqual(["bun 50,10", "egg 10,10"]);
  expect(set.leftAside).toEqual([]);
});

it("puts together two entries of one photo in one file", async () => {
  putFile("a.jpg", "x");
  put(
    "all.json",
    [
      { id: 1, file_name: "a.jpg" },
      { id: 2, file_name: "./a.jpg" },
    ],
    [
      [1, 0, [10, 10, 20, 20]],
      [2, 0, [50, 10, 20, 20]],
    ],
  );
  expect(await (await open()).labels("a.jpg")).toEqual(["egg 10,10", "egg 50,10"]);
});

it("counts a box once that two files have", async () => {
  putFile("a.jpg", "x");
  put("instances.json", A, [[1, 0, [10, 10, 20, 20]]]);
  put("keypoints.json", A, [[1, 0, [10, 10, 20, 20], { keypoints: [1, 2, 2] }]]);
  expect(await (await open()).labels("a.jpg")).toEqual(["egg 10,10"]);
});

it.each(["image_info.json", "zzz_image_info.json"])(
  "takes %s, which annotates nothing, for no word on what is in a photo",
  async (name) => {
    putFile("a.jpg", "x");
    putFile("b.jpg", "x");
    put(name, [...A, { id: 2, file_name: "b.jpg" }], []);
    put("instances.json", A, [[1, 0, [10, 10, 20, 20]]]);
    const { labels, set } = await open();
    expect(await labels("a.jpg")).toEqual(["egg 10,10"]);
    expect(await labels("b.jpg")).toBeNull();
    expect(set.leftAside).toEqual([{ path: name, reason: expect.stringContaining("no annotation") }]);
  },
);

it("takes a photo without boxes in a file that labels others for one with nothing in it", async () => {
  putFile("a.jpg", "x");
  putFile("b.jpg", "x");
  put("instances.json", [...A, { id: 2, file_name: "b.jpg" }], [[1, 0, [10, 10, 20, 20]]]);
  expect(await (await open()).labels("b.jpg")).toEqual([]);
});

it("refuses the labels of a photo that two files have in different sizes", async () => {
  putFile("a.jpg", "x");
  put("one.json", A, [[1, 0, [10, 10, 20, 20]]]);
  put("two.json", [{ id: 1, file_name: "a.jpg", width: 400 }], [[1, 0, [100, 10, 40, 20]]]);
  await expect((await open()).labels("a.jpg")).rejects.toMatchObject({
    code: "import/unreadable-labels",
    facts: { reason: "one entry is of 200 × 100 px and another of 400 × 100 px" },
  });
});

it("says of a photo in two splits which one it counts to", async () => {
  putFile("a.jpg", "x");
  put("instances_train.json", A, [[1, 0, [10, 10, 20, 20]]]);
  put("instances_test.json", A, [[1, 1, [50, 10, 20, 20]]]);
  const { set } = await open();
  expect(set.photos[0]?.split).toBe("test");
  expect(set.leftAside).toEqual([{ path: "a.jpg", reason: "it is in test and train; it counts as test" }]);
});

it("goes on past a file that is no JSON, captions and panoptic regions, and names each", async () => {
  putFile("a.jpg", "x");
  put("instances.json", A, [[1, 0, [10, 10, 20, 20]]]);
  putFile("broken.json", '{"images": [,]}');
  putFile("captions.json", JSON.stringify({ images: A, annotations: [{ image_id: 1, caption: "an egg" }] }));
  const { labels, set } = await open();
  expect(await labels("a.jpg")).toEqual(["egg 10,10"]);
  expect(set.leftAside.map(({ path: at }) => at).toSorted()).toEqual(["broken.json", "captions.json"]);
});
