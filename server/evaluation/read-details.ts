import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { type EvaluatedPhoto, evaluatedPhotoSchema } from "@/lib/contracts/evaluation";
import { AppError } from "@/lib/core/errors";

/** Photos of a details file by set, in the file's order. */
export type DetailsFile = ReadonlyMap<string, readonly EvaluatedPhoto[]>;

/**
 * Reads what `forage eval --details` wrote.
 * @throws AppError request/invalid with file and line when a line does not parse
 */
export async function readEvaluationDetails(file: string): Promise<DetailsFile> {
  const sets = new Map<string, EvaluatedPhoto[]>();
  let line = 0;
  for await (const text of createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    line++;
    if (text === "") continue;
    try {
      const photo = evaluatedPhotoSchema.parse(JSON.parse(text));
      const known = sets.get(photo.set);
      if (known) known.push(photo);
      else sets.set(photo.set, [photo]);
    } catch (cause) {
      throw new AppError("request/invalid", { facts: { file, field: `line ${line}` }, cause });
    }
  }
  return sets;
}
