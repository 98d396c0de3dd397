/** A small set in this format: tests recognise it, and `npm run fuzz` spoils it. Photos stand for themselves. */
export const sample: Readonly<Record<string, string>> = {
  "training/image_2/a.png": "",
  "training/image_2/b.png": "",
  "training/label_2/a.txt":
    "Car 0.00 0 -1.57 10.00 20.00 30.50 40.00 1.65 1.67 3.64 -0.65 1.71 46.70 -1.59\n" +
    "DontCare -1 -1 -10 503.89 169.71 590.61 190.13 -1 -1 -1 -1000 -1000 -1000 -10\n",
  "training/label_2/b.txt": "Cyclist 0.00 0 -1.57 10 20 30 40 1.65 1.67 3.64 -0.65 1.71 46.70 -1.59 0.98\n",
};
