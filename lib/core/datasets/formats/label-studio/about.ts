export const labelStudio = {
  id: "label-studio",
  name: "Label Studio",
  reads: "its JSON and JSON-MIN: rectangles, turned ones, ellipses and polygons",
  writes: [
    {
      id: "label-studio",
      name: "Label Studio (JSON)",
      note: "Photos are named by `/data/local-files/?d=images/…`: set up local files in Label Studio with this folder as document root.",
    },
  ],
} as const;
