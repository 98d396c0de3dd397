/** A small set in this format: tests recognise it, and `npm run fuzz` spoils it. Photos stand for themselves. */
export const sample: Readonly<Record<string, string>> = {
  "images/train/a.jpg": "",
  "images/val/b.jpg": "",
  "annotations/train.json": JSON.stringify({
    info: {},
    categories: {
      label: {
        labels: [
          { name: "egg", parent: "" },
          { name: "leaf", parent: "" },
        ],
      },
    },
    items: [
      {
        id: "a",
        annotations: [
          {
            id: 1,
            type: "bbox",
            label_id: 0,
            attributes: { rotation: 15 },
            group: 0,
            bbox: [10, 20, 30, 40],
          },
          { id: 2, type: "polygon", label_id: 1, attributes: {}, points: [1, 2, 5, 8, 3, 9] },
          { id: 3, type: "mask", label_id: 1, attributes: {}, rle: { size: [480, 640], counts: "04L1" } },
        ],
        image: { path: "a.jpg", size: [480, 640] },
      },
    ],
  }),
  "annotations/val.json": JSON.stringify({
    info: {},
    categories: { label: { labels: [{ name: "egg" }] } },
    items: [
      {
        id: "b",
        annotations: [{ id: 1, type: "rotated_bbox", label_id: 0, bbox: [50, 40, 20, 10, 30] }],
        media: { path: "b.jpg" },
      },
    ],
  }),
};
