import { type Finding, type FindingCode, finding } from "../finding";
import type { CheckedBoxes, CheckedPixels, CheckedSet, DataCheck } from "./data-check";
import { DATA_CHECKS } from "./registry";

const all: readonly DataCheck[] = DATA_CHECKS;
const codeOf = ({ code }: DataCheck) => code as FindingCode;

/** What can be seen from a photo's pixels and name without its labels. */
export function checkPixels(name: string, photo: CheckedPixels): Finding[] {
  return all.flatMap((check) => {
    const facts = check.pixels?.(photo);
    return facts ? [finding(codeOf(check), [name], facts)] : [];
  });
}

/** What can be seen from the boxes of one photo. */
export function checkBoxes(name: string, photo: CheckedBoxes): Finding[] {
  return all.flatMap((check) =>
    (check.boxes?.(photo) ?? []).map((facts) => finding(codeOf(check), [name], facts)),
  );
}

/** What can be seen from all photos together. */
export function checkWholeSet(set: CheckedSet): Finding[] {
  return all.flatMap((check) =>
    (check.set?.(set) ?? []).map(({ photos, facts }) => finding(codeOf(check), photos, facts)),
  );
}

/** A check's own name, for a page that has no text for its code. */
export const checkTitle = (code: string): string => all.find((check) => check.code === code)?.title ?? code;
