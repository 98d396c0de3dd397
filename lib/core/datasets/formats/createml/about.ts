export const createml = {
  id: "createml",
  name: "CreateML",
  reads: "JSON with `coordinates` from the middle of each box, as Create ML, Roboflow and LabelImg write it",
  writes: [{ id: "createml", name: "CreateML" }],
} as const;
