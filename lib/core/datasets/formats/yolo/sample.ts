/** A small set in this format: tests recognise it, and `npm run fuzz` spoils it. Photos stand for themselves. */
export const sample: Readonly<Record<string, string>> = {
  "data.yaml": "train: images/train\nval: images/val\nnc: 2\nnames: ['tomato', \"bell pepper\"]\n",
  "images/train/a.jpg": "",
  "images/val/b.jpg": "",
  "labels/train/a.txt": "0 0.5 0.5 0.25 0.25\n1 0.1 0.1 0.9 0.1 0.9 0.9 0.1 0.9\n",
  "labels/val/b.txt": "1 0.25 0.75 0.1 0.2 0.93\n",
};
