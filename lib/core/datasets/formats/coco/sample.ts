/** A small set in this format: tests recognise it, and `npm run fuzz` spoils it. Photos stand for themselves. */
export const sample: Readonly<Record<string, string>> = {
  "a.jpg": "",
  "b.jpg": "",
  "annotations.json": JSON.stringify({
    images: [
      { id: 1, file_name: "a.jpg", width: 640, height: 480 },
      { id: 2, file_name: "b.jpg", width: 640, height: 480 },
    ],
    categories: [
      { id: 1, name: "tomato", supercategory: "food" },
      { id: 2, name: "leaf" },
    ],
    annotations: [
      { id: 1, image_id: 1, category_id: 1, bbox: [10, 20, 100, 50], area: 5000, iscrowd: 0 },
      { id: 2, image_id: 1, category_id: 2, segmentation: [[1, 1, 50, 1, 50, 50]], iscrowd: 0 },
      {
        id: 3,
        image_id: 2,
        category_id: 2,
        segmentation: { size: [4, 4], counts: [2, 3, 11] },
        bbox: [0, 0, 2, 2],
        iscrowd: 1,
      },
      { id: 4, image_id: 2, category_id: 1, segmentation: { size: [4, 4], counts: "04L1" } },
    ],
  }),
};
