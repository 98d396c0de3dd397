/** A small set in this format: tests recognise it, and `npm run fuzz` spoils it. Photos stand for themselves. */
export const sample: Readonly<Record<string, string>> = {
  "a.jpg": "",
  "a.json": JSON.stringify({
    version: "5.2.1",
    imagePath: "a.jpg",
    imageWidth: 640,
    imageHeight: 480,
    imageData: null,
    shapes: [
      {
        label: "tomato",
        shape_type: "rectangle",
        points: [
          [10, 20],
          [100, 90],
        ],
      },
      {
        label: "leaf",
        shape_type: "polygon",
        points: [
          [1, 1],
          [50, 1],
          [50, 50],
        ],
      },
      {
        label: "egg",
        shape_type: "circle",
        points: [
          [30, 30],
          [40, 30],
        ],
      },
    ],
  }),
};
