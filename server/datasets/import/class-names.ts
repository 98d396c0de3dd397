import type { DatasetClass } from "@/lib/contracts/dataset-classes";
import { type ClassChoice, classChoiceSchema, type FoundClass } from "@/lib/contracts/dataset-import";
import { classNameKey } from "@/lib/core/datasets/class-name-key";
import { AppError } from "@/lib/core/errors";
import { connection, transaction } from "@/server/db/transaction";
import { addClassIn, listClasses, standingClassId } from "../classes/classes";
import { readMappings, writeMapping } from "./repository";

export type KnownClass = Pick<FoundClass, "foreignName" | "classId" | "knownBy" | "suggestion">;

/** All names of a class, normalised. */
function namesOf({ name, displayName, synonyms }: DatasetClass): readonly string[] {
  return [name, displayName, ...synonyms].map(classNameKey);
}

/** Shared words of two names against all of them, 0 to 1. */
function likeness(a: string, b: string): number {
  const [first, second] = [new Set(a.split(" ")), new Set(b.split(" "))];
  const shared = [...first].filter((word) => second.has(word)).length;
  return shared / (first.size + second.size - shared);
}

const LIKE_ENOUGH = 0.34;

function suggest(foreignName: string, classes: readonly DatasetClass[]): number | null {
  const wanted = classNameKey(foreignName);
  let best: { readonly id: number; readonly like: number } | undefined;
  for (const one of classes) {
    const like = Math.max(...namesOf(one).map((name) => likeness(wanted, name)));
    if (like >= LIKE_ENOUGH && like > (best?.like ?? 0)) best = { id: one.id, like };
  }
  return best?.id ?? null;
}

/**
 * What a set's class names mean here: the remembered choice, else the class of that name or synonym.
 * @returns in the order of the names; `classId` undefined for an unknown one
 */
export async function knownClasses(names: readonly string[]): Promise<readonly KnownClass[]> {
  const [classes, mappings] = [await listClasses(), await readMappings(connection(), names)];
  const standing = classes.filter(({ mergedInto }) => mergedInto === null);
  const byName = new Map<string, number>();
  for (const one of classes) {
    const id = standingClassId(classes, one.id);
    for (const name of namesOf(one)) if (id !== undefined && !byName.has(name)) byName.set(name, id);
  }
  return names.map((foreignName) => {
    const chosen = mappings.get(foreignName);
    if (chosen !== undefined) {
      const classId = chosen === null ? null : (standingClassId(classes, chosen) ?? null);
      return { foreignName, classId, knownBy: "choice" as const, suggestion: null };
    }
    const classId = byName.get(classNameKey(foreignName));
    if (classId !== undefined) return { foreignName, classId, knownBy: "name" as const, suggestion: null };
    return { foreignName, knownBy: null, suggestion: suggest(foreignName, standing) };
  });
}

/**
 * Remembers what foreign names mean, all of them or none; a new class is added first.
 * @throws AppError request/not-found for a class that does not exist, dataset/class-name-taken
 */
export async function saveChoices(choices: readonly ClassChoice[]): Promise<void> {
  const told = choices.map((one) => classChoiceSchema.parse(one));
  await transaction(async (queries) => {
    const ids = new Set((await listClasses(queries)).map(({ id }) => id));
    for (const choice of told) {
      if (choice.as === "class" && !ids.has(choice.classId)) throw new AppError("request/not-found");
      const classId =
        choice.as === "left-out"
          ? null
          : choice.as === "class"
            ? choice.classId
            : (await addClassIn(queries, choice.class)).id;
      await writeMapping(queries, choice.foreignName, classId);
    }
  });
}

/**
 * The class id of each name, null for left out.
 * @throws AppError import/unmapped-classes when one is not known
 */
export async function requireClasses(names: readonly string[]): Promise<ReadonlyMap<string, number | null>> {
  const known = await knownClasses(names);
  const unknown = known.filter(({ classId }) => classId === undefined);
  if (unknown.length > 0) {
    const shown = unknown.map(({ foreignName }) => foreignName).slice(0, 20);
    throw new AppError("import/unmapped-classes", {
      facts: { names: shown.join(", "), count: unknown.length },
    });
  }
  return new Map(known.map(({ foreignName, classId }) => [foreignName, classId ?? null]));
}
