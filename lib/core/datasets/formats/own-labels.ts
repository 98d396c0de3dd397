import { looseForm } from "./path-forms";
import { folderOf, normalPath } from "./paths";

/** Folders of label files for photos in other folders. */
const LABEL_FOLDER = /(^|\/)[^/]*(annot|label|json|csv|ground.?truth)[^/]*$/i;

export interface Claim {
  /** The photo as the label file names it. */
  readonly reference: string;
  readonly file: string;
}

function isBeside(path: string, { reference, file }: Claim): boolean {
  const written = reference.replaceAll("\\", "/");
  return looseForm(normalPath(`${folderOf(file)}/${written}`.replace(/^\//, "")) ?? "") === looseForm(path);
}

/**
 * True for labels of another photo: a bare name in a folder of its own, while the photo has its labels beside it. The
 * photo that is meant is missing, and this one only has its name.
 */
export function isForeignClaim(path: string, claim: Claim, all: readonly Claim[]): boolean {
  const folder = folderOf(claim.file);
  const isAbove = folder === "" || path.startsWith(`${folder}/`);
  if (/[\\/]/.test(claim.reference) || isAbove || LABEL_FOLDER.test(folder)) return false;
  return all.some((other) => isBeside(path, other));
}

/** Why such labels are left out, for a report. */
export const foreignReason = (path: string, { reference }: Claim): string =>
  `${reference} is not in its folder, and ${path} has labels of its own beside it: these are left out`;
