import { readFile } from "node:fs/promises";
import { z } from "zod";
import { makePhoto, PHOTO_KINDS, type PhotoKind } from "./example-photos";
import type { ToldBox } from "./forage-page";
import { expect, test } from "./test";

const answerSchema = z.object({
  detections: z.array(
    z.object({
      displayName: z.string(),
      score: z.number(),
      box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
    }),
  ),
});
type ServerBox = z.infer<typeof answerSchema>["detections"][number];

function overlap(told: ToldBox, [x1, y1, x2, y2]: ServerBox["box"]): number {
  const width = Math.min(told.left + told.width, x2) - Math.max(told.left, x1);
  const height = Math.min(told.top + told.height, y2) - Math.max(told.top, y1);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / (told.width * told.height + (x2 - x1) * (y2 - y1) - width * height);
}

/** The page rounds scores to hundredths and boxes to whole px. */
const ROUNDING = 0.005;

for (const kind of Object.keys(PHOTO_KINDS) as PhotoKind[]) {
  test(`browser and server find the same in ${kind}`, async ({ forage, request }, info) => {
    const path = await makePhoto(kind, info.outputPath());
    await forage.open();
    await forage.addFiles(path);
    await forage.waitForBoxes(kind);
    const shown = await forage.boxesWhen((boxes) => boxes.length >= 3);
    const told = shown.filter((box) => (box.score ?? 0) >= 0.3);

    const answer = await request.post("/api/v1/detect?conf=0.28", {
      headers: { "content-type": kind.endsWith("png") ? "image/png" : "image/jpeg" },
      data: await readFile(path),
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    const server = answerSchema.parse(await answer.json()).detections;

    expect(told.length, "something to compare").toBeGreaterThanOrEqual(3);
    const left = [...server];
    for (const box of told) {
      const at = left.findIndex(
        (one) =>
          one.displayName === box.name &&
          Math.abs(one.score - (box.score ?? 0)) <= 0.02 + ROUNDING &&
          overlap(box, one.box) >= 0.95 - ROUNDING,
      );
      expect(at, `${JSON.stringify(box)} among ${JSON.stringify(left)}`).toBeGreaterThanOrEqual(0);
      left.splice(at, 1);
    }
    // what only the server has must lie within the allowed difference of the threshold
    expect(left.filter((one) => one.score >= 0.32)).toEqual([]);
  });
}
