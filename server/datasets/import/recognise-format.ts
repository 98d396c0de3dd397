import { SET_FORMATS, type SetFormat } from "@/lib/core/datasets/formats/known-formats";
import type { LookedFiles } from "@/lib/core/datasets/formats/label-format";
import { isPhotoPath } from "@/lib/core/datasets/formats/paths";
import { LABEL_FORMATS } from "@/lib/core/datasets/formats/registry";
import { isAppError } from "@/lib/core/errors";
import { setFilesOf } from "./set-files";
import type { SetSource } from "./source/set-source";
import { notRecognised } from "./why-not-recognised";

/** A format that a set can be read as. */
export interface Candidate {
  readonly format: SetFormat;
  /** Photos that its labels belong to; an estimate from samples when there are many. */
  readonly photos: number;
}

export interface Recognised {
  readonly format: SetFormat;
  /** Every format with labels for photos in it, the one with most first. */
  readonly candidates: readonly Candidate[];
}

/** A source to examine. An unreadable file says nothing about the format; the reason is kept in case no format is found. */
function lookInto(source: SetSource): { readonly looked: LookedFiles; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const files = setFilesOf(source);
  const looked: LookedFiles = {
    ...files,
    photos: source.entries.map(({ path }) => path).filter(isPhotoPath),
    note: (reason) => void notes.push(reason),
    quietly: (work) =>
      work.catch((error: unknown) => {
        if (!isAppError(error) || error.code.startsWith("storage/disk")) throw error;
        if (error.facts.file && error.facts.reason) notes.push(`${error.facts.file}: ${error.facts.reason}`);
        return undefined;
      }),
  };
  return { looked, notes };
}

/** Of formats with labels for equally many photos, the first one in the registry. */
function inOrder(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates
    .filter(({ photos }) => photos > 0)
    .toSorted((a, b) => b.photos - a.photos || SET_FORMATS.indexOf(a.format) - SET_FORMATS.indexOf(b.format));
}

/** Why nothing was recognised, as far as the files tell. */
function reasonOf({ entries, photos }: LookedFiles, notes: readonly string[]): string {
  const [first] = notes;
  if (first) return first;
  const labels = entries.filter(({ path }) => /\.(txt|xml|jsonl?|csv)$/i.test(path)).length;
  return labels > 0 && photos.length > 0
    ? `${photos.length} photos and ${labels} text files are in it, and no label belongs to a photo`
    : "";
}

/**
 * Recognises a set by the labels that really belong to its photos. A list of class names or a caption file is not a
 * label.
 * @throws AppError import/not-recognised
 */
export async function recogniseSet(source: SetSource): Promise<Recognised> {
  const { looked, notes } = lookInto(source);
  if (looked.photos.length === 0 && !source.entries.some(({ path }) => /\.json$/i.test(path))) {
    throw await notRecognised(source, "there are no photos in it");
  }
  const counted: Candidate[] = [];
  const plain: SetFormat[] = [];
  for (const { id, load } of LABEL_FORMATS) {
    const { format } = await load();
    counted.push({ format: id, photos: await format.count(looked) });
    if (looked.photos.length > 0 && (await format.isPlainSet?.(looked))) plain.push(id);
  }
  const candidates = inOrder(counted);
  const [best] = candidates;
  if (best) return { format: best.format, candidates };
  const [only] = plain;
  if (only) return { format: only, candidates: [{ format: only, photos: 0 }] };
  throw await notRecognised(source, reasonOf(looked, notes));
}

/** The format alone. @throws AppError import/not-recognised */
export async function recogniseFormat(source: SetSource): Promise<SetFormat> {
  return (await recogniseSet(source)).format;
}
