export const openImages = {
  id: "open-images",
  name: "Open Images",
  reads: "its CSV of boxes, with the class names of `class-descriptions*.csv` beside it",
  writes: [],
} as const;
