/** A small set in this format: tests recognise it, and `npm run fuzz` spoils it. Photos stand for themselves. */
export const sample: Readonly<Record<string, string>> = {
  "a.jpg": "",
  "b.jpg": "",
  "via.json": JSON.stringify({
    _via_settings: { project: { name: "fruit" } },
    _via_img_metadata: {
      "a.jpg900": {
        filename: "a.jpg",
        size: 900,
        regions: [
          {
            shape_attributes: { name: "rect", x: 10, y: 20, width: 30, height: 40 },
            region_attributes: { food: "egg" },
          },
          {
            shape_attributes: { name: "polygon", all_points_x: [1, 5, 3], all_points_y: [2, 8, 9] },
            region_attributes: { food: "leaf" },
          },
          {
            shape_attributes: { name: "ellipse", cx: 50, cy: 40, rx: 20, ry: 10, theta: 0.5 },
            region_attributes: { food: "egg" },
          },
        ],
        file_attributes: {},
      },
      "b.jpg800": { filename: "b.jpg", size: 800, regions: [], file_attributes: {} },
    },
    _via_attributes: { region: { food: { type: "text" } }, file: {} },
  }),
};
