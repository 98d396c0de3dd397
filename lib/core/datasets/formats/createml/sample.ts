/** A small set in this format: tests recognise it, and `npm run fuzz` spoils it. Photos stand for themselves. */
export const sample: Readonly<Record<string, string>> = {
  "train/a.jpg": "",
  "train/b.jpg": "",
  "train/_annotations.createml.json": JSON.stringify([
    {
      image: "a.jpg",
      annotations: [
        { label: "egg", coordinates: { x: 125.5, y: 140, width: 30, height: 40 } },
        { label: "leaf", coordinates: { x: 325, y: 240, width: 130, height: 140 } },
      ],
    },
    { image: "b.jpg", verified: true, annotations: [] },
  ]),
};
