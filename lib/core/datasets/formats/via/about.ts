export const via = {
  id: "via",
  name: "VGG Image Annotator (VIA)",
  reads:
    "projects and annotations of VIA 1 and 2, as JSON or CSV: rectangles, polygons, lines, circles and ellipses",
  writes: [],
} as const;
