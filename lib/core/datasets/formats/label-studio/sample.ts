/** A small set in this format: tests recognise it, and `npm run fuzz` spoils it. Photos stand for themselves. */
export const sample: Readonly<Record<string, string>> = {
  "images/0a1b2c3d-a.jpg": "",
  "b.jpg": "",
  "export.json": JSON.stringify([
    {
      id: 1,
      data: { image: "/data/upload/1/0a1b2c3d-a.jpg" },
      file_upload: "0a1b2c3d-a.jpg",
      annotations: [
        {
          id: 7,
          was_cancelled: false,
          ground_truth: false,
          updated_at: "2024-05-01T10:00:00.000000Z",
          result: [
            {
              id: "r1",
              type: "rectanglelabels",
              from_name: "label",
              to_name: "image",
              original_width: 640,
              original_height: 480,
              image_rotation: 0,
              value: { x: 10, y: 20.5, width: 30, height: 40, rotation: 15, rectanglelabels: ["egg"] },
            },
            {
              id: "r2",
              type: "polygonlabels",
              original_width: 640,
              original_height: 480,
              value: {
                points: [
                  [1, 2],
                  [30, 4],
                  [6, 50],
                ],
                polygonlabels: ["leaf"],
              },
            },
          ],
        },
      ],
      predictions: [],
    },
    { id: 2, data: { image: "b.jpg" }, annotations: [], predictions: [{ result: [] }] },
  ]),
};
