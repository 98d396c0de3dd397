export const yolo = {
  id: "yolo",
  name: "YOLO",
  reads:
    "a text file a photo, as Ultralytics, Darknet and Roboflow keep them, with `data.yaml`, `classes.txt` or `obj.names`",
  writes: [{ id: "yolo", name: "YOLO" }],
} as const;
