export const tensorflowCsv = {
  id: "tensorflow-csv",
  name: "TensorFlow CSV",
  reads:
    "CSV with `filename,width,height,class,xmin,ymin,xmax,ymax`, as Roboflow and TensorFlow's tools write it",
  writes: [
    {
      id: "tensorflow-csv",
      name: "TensorFlow CSV (Roboflow)",
      note: "It has no row for a photo with nothing in it: read elsewhere, such a photo is one without labels.",
    },
  ],
} as const;
