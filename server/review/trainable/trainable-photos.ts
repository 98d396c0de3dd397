import { z } from "zod";
import { labelSchema, modelBoxSchema, modelIdSchema } from "@/lib/contracts/corrections";
import { OWN_SOURCE, type TrainablePhoto } from "@/lib/contracts/review";
import { standingBoxes } from "@/lib/core/corrections/standing-boxes";
import { connection } from "@/server/db/transaction";
import { countBeyond, readTrainable, type TrainableRow } from "./repository";

const PAGE = 500;

const storedBoxesSchema = z.object({
  modelId: modelIdSchema.nullable(),
  modelBoxes: z.array(modelBoxSchema),
  labels: z.array(labelSchema),
});

function toTrainable({ id, importedFrom, correctionId, ...row }: TrainableRow): TrainablePhoto {
  const { sha256, width, height, name, importedSplit } = row;
  return {
    photoId: id,
    sha256,
    width,
    height,
    name,
    source: importedFrom ?? OWN_SOURCE,
    importedSplit,
    correctionId,
    boxes: standingBoxes(storedBoxesSchema.parse(row)).map(({ classId, box }) => ({ classId, box })),
  };
}

/**
 * Every photo that training may learn from, by SHA-256, a page at a time: shared by its owner, and its newest
 * correction accepted or fixed in review, or imported with its labels. Each content once.
 */
export async function* trainablePhotos(): AsyncGenerator<TrainablePhoto> {
  let after = "";
  for (;;) {
    const rows = await readTrainable(connection(), after, PAGE);
    yield* rows.map(toTrainable);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.sha256;
  }
}

/** Photos, and accepted corrections among them, that training may learn from and a data-set version does not hold. */
export function trainableBeyond(versionId: string | null) {
  return countBeyond(connection(), versionId);
}
