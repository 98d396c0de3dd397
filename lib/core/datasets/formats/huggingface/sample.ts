/** A small set in this format: tests recognise it, and `npm run fuzz` spoils it. Photos stand for themselves. */
export const sample: Readonly<Record<string, string>> = {
  "train/a.jpg": "",
  "train/b.jpg": "",
  "README.md":
    "---\ndataset_info:\n  features:\n  - name: category\n    dtype:\n      class_label:\n        names:\n          '0': egg\n          '1': leaf\n---\n# A set\n",
  "train/metadata.jsonl": [
    { file_name: "a.jpg", objects: { bbox: [[150, 120, 30, 40]], category: [0] } },
    { file_name: "b.jpg", width: 640, height: 480, objects: [{ bbox: [10, 20, 30, 10], category: 1 }] },
  ]
    .map((row) => `${JSON.stringify(row)}\n`)
    .join(""),
};
