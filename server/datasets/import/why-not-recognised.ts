import { whyNoCoco } from "@/lib/core/datasets/formats/coco/coco";
import { formatNames } from "@/lib/core/datasets/formats/known-formats";
import { MAX_SET_FILE_BYTES, type Refusal } from "@/lib/core/datasets/formats/set-files";
import { AppError, isAppError } from "@/lib/core/errors";
import { readJsonFile } from "./read-text";
import type { SetSource } from "./source/set-source";

/** This many files are examined for a reason. */
const SAMPLES = 5;
const ARCHIVE = /\.(zip|tar|tgz|gz|bz2|xz|7z|rar|zst)$/i;

/** Files that were skipped for one reason, the most frequent one. */
function commonRefusal(refused: readonly Refusal[]): string | undefined {
  const counts = new Map<string, string[]>();
  for (const { path, reason } of refused) counts.set(reason, [...(counts.get(reason) ?? []), path]);
  const [most] = [...counts].toSorted(([, a], [, b]) => b.length - a.length);
  if (!most) return undefined;
  const [reason, [first = "", ...others]] = most;
  return `${first}${others.length > 0 ? ` and ${others.length} more` : ""}: ${reason}`;
}

/** Why JSON files that lie in it are no labels: broken, or COCO without what it takes. */
async function whyNoLabels(source: SetSource): Promise<string | undefined> {
  const files = source.entries.map(({ path }) => path).filter((path) => /\.json$/i.test(path));
  for (const file of files.slice(0, SAMPLES)) {
    try {
      const reason = whyNoCoco(await readJsonFile(source, file, MAX_SET_FILE_BYTES));
      if (reason) return `${file}: ${reason}`;
    } catch (error) {
      if (!isAppError(error)) throw error;
      return `${file}: ${error.facts.reason ?? "it is too large"}`;
    }
  }
  return undefined;
}

/**
 * What to tell a person when no set was found in the files: the reason found on the way, if there is one.
 * @param usual the words where nothing else is known; may be ""
 */
export async function notRecognised(source: SetSource, usual: string): Promise<AppError> {
  const nested = source.entries.map(({ path }) => path).find((path) => ARCHIVE.test(path));
  const refusal = commonRefusal(source.refused);
  const reason =
    refusal ?? (nested ? `it holds another archive, ${nested}` : ((await whyNoLabels(source)) ?? usual));
  const advice = refusal?.endsWith("it is encrypted")
    ? "unpack it with its password and choose the folder"
    : refusal?.includes("compressed")
      ? "unpack it and choose the folder, or pack that as an ordinary zip"
      : nested && !refusal
        ? "unpack it and choose the archive that is in it, or the folder"
        : "";
  return new AppError("import/not-recognised", {
    facts: { reason, formats: formatNames(), ...(advice ? { advice } : {}) },
  });
}
