export const labelme = {
  id: "labelme",
  name: "LabelMe",
  reads: "a JSON file a photo, with the photo beside it or inside it",
  writes: [{ id: "labelme", name: "LabelMe" }],
} as const;
