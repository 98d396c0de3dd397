/**
 * A class name as it is compared with others: in Unicode's canonical form, without case, with underscores and runs of
 * blanks as one blank. Signs count: `A+` is not `A-`, and one emoji is not another.
 */
export function canonicalName(name: string): string {
  return name
    .normalize("NFC")
    .toLowerCase()
    .normalize("NFC")
    .replace(/[_\s]+/g, " ")
    .trim();
}

/** Ends in an s that is more likely a plural than not: `eggs`, not `glass`. */
const PLURAL = /(?<=\p{L}{3})(?<!s)s$/u;

/**
 * The key under which two names mean one class: as `canonicalName`, and without a plural's s and hyphens inside a
 * word. Nothing else is dropped.
 */
export function classNameKey(name: string): string {
  return canonicalName(name)
    .replace(/(?<=[\p{L}\p{M}])-(?=\p{L})/gu, " ")
    .split(" ")
    .map((word) => word.replace(PLURAL, ""))
    .join(" ");
}
