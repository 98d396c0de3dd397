/** `%20` as a blank; text whose percent signs are no escapes stays as it is. */
function percentDecoded(path: string): string {
  if (!path.includes("%")) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * The forms in which tools write one path, from the strictest to the loosest: as it stands, in Unicode's composed form
 * (a Mac takes letters apart), with percent signs read as in an address, and without case.
 */
export const PATH_FORMS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => path.normalize("NFC"),
  (path) => percentDecoded(path).normalize("NFC"),
  (path) => percentDecoded(path).normalize("NFC").toLowerCase(),
];

/** A path in one form, without what tools write in several ways. */
export const looseForm = (path: string): string => percentDecoded(path).normalize("NFC").toLowerCase();

export interface PathIndex<T> {
  /** What has this key, in the strictest form in which anything has. */
  find(key: string): readonly T[];
}

/** Finds things by a path or a part of one, in whatever form it is written. @param keysOf more than one: other readings */
export function createPathIndex<T>(
  things: readonly T[],
  keysOf: (thing: T) => readonly string[],
): PathIndex<T> {
  const indices: (Map<string, T[]> | undefined)[] = [];
  const indexOf = (form: number): Map<string, T[]> => {
    const known = indices[form];
    if (known) return known;
    const made = new Map<string, T[]>();
    for (const thing of things) {
      for (const key of new Set(keysOf(thing).map((one) => PATH_FORMS[form]?.(one) ?? one))) {
        const those = made.get(key);
        if (those) those.push(thing);
        else made.set(key, [thing]);
      }
    }
    indices[form] = made;
    return made;
  };
  return {
    find: (key) => {
      for (const [form, write] of PATH_FORMS.entries()) {
        const found = indexOf(form).get(write(key));
        if (found) return found;
      }
      return [];
    },
  };
}
