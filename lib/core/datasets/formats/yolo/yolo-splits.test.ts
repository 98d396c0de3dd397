import { it } from "vitest";
import { readMemorySet } from "@/scripts/fuzz/memory-source";
import { LABELLED_SETS } from "@/scripts/fuzz/seeds";

// with the square or the cube of their number these would not end within the test's time
it.each([
  ["a row of slashes", `images/tr${"/".repeat(60_000)}ain`],
  ["a row of backslashes", `images/tr${"\\".repeat(60_000)}ain`],
  ["very many folders of another machine", `/${"a/".repeat(60_000)}images/train`],
])("a data.yaml whose train is %s is read in time that grows with its length", async (_name, train) => {
  const yaml = `train: ${train}\nval: images/val\nnames: [tomato, egg]\n`;
  await readMemorySet({ ...LABELLED_SETS.yolo, "data.yaml": Buffer.from(yaml) });
});
