export const coco = {
  id: "coco",
  name: "COCO",
  reads: "JSON with `images`, `annotations` and `categories`, one file or several",
  writes: [{ id: "coco", name: "COCO" }],
} as const;
