import type { SetFormat } from "@/lib/core/datasets/formats/known-formats";
import type { SetChoices } from "@/lib/core/datasets/formats/opened-set";
import { isAppError } from "@/lib/core/errors";
import type { LabelledSet } from "./labelled-set";
import { openSet } from "./open-set";
import { type Candidate, recogniseSet } from "./recognise-format";
import type { SetSource } from "./source/set-source";

export interface OpenedSet {
  readonly set: LabelledSet;
  /** Formats that its labels could be read as, the one with most photos first. */
  readonly candidates: readonly Candidate[];
}

/** Opens a set in its recognised format, or in the one that a person chose. @throws as `openSet` */
export async function openRecognised(
  source: SetSource,
  { format, ...choices }: SetChoices & { readonly format?: SetFormat } = {},
): Promise<OpenedSet> {
  const recognised = await recogniseSet(source).catch((error: unknown) => {
    if (format && isAppError(error) && error.code.startsWith("import/")) return undefined;
    throw error;
  });
  const chosen = format ?? recognised?.format ?? "yolo";
  return { set: await openSet(source, chosen, choices), candidates: recognised?.candidates ?? [] };
}
