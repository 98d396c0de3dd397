import { canonicalName } from "./class-name-key";

export interface NamedClass {
  readonly id: number;
  readonly name: string;
  readonly synonyms: readonly string[];
}

export interface ClassNameMatch {
  /** Class id by the set's class index; undefined where no class has that name. */
  readonly idByIndex: readonly (number | undefined)[];
  readonly unmapped: readonly string[];
}

/**
 * Finds a model's class for each of a set's names, by canonical name first and by synonym else. Case, underscores
 * and spaces do not count, nor does Unicode's form; signs do. Two names may be one class.
 * @param otherNames by class index: tried in turn when the model knows a class by none of its own names
 */
export function matchClassNames(
  names: readonly string[],
  classes: readonly NamedClass[],
  otherNames: readonly (readonly string[] | undefined)[] = [],
): ClassNameMatch {
  const ids = new Map<string, number>();
  for (const { id, name } of classes) ids.set(canonicalName(name), id);
  for (const { id, synonyms } of classes) {
    for (const synonym of synonyms) {
      const key = canonicalName(synonym);
      if (!ids.has(key)) ids.set(key, id);
    }
  }
  const idByIndex = names.map((name, index) => {
    const known = [name, ...(otherNames[index] ?? [])].find((one) => ids.has(canonicalName(one)));
    return known === undefined ? undefined : ids.get(canonicalName(known));
  });
  return { idByIndex, unmapped: names.filter((_, i) => idByIndex[i] === undefined) };
}
