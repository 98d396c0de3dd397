export const datumaro = {
  id: "datumaro",
  name: "Datumaro",
  reads: "its JSON, a file a subset: boxes, turned ones, polygons, lines, ellipses and masks",
  writes: [],
} as const;
