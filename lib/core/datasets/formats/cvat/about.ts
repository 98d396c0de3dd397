export const cvat = {
  id: "cvat",
  name: "CVAT for images",
  reads: "XML 1.1 of a task or a project: boxes, turned boxes, polygons, lines, ellipses, masks and cuboids",
  writes: [{ id: "cvat", name: "CVAT for images (XML 1.1)" }],
} as const;
