import {
  type AddClassInput,
  addClassInputSchema,
  type DatasetClass,
  type RenameClassInput,
  renameClassInputSchema,
} from "@/lib/contracts/dataset-classes";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import { classNameKey } from "@/lib/core/datasets/class-name-key";
import { AppError } from "@/lib/core/errors";
import { recordIn } from "@/server/audit/service";
import { connection, type Queries, type Transaction, transaction } from "@/server/db/transaction";
import { championManifest } from "@/server/models/service";
import { type ClassRow, changeRegistry, type NewClassRow, readClasses, toClass } from "./repository";

/** A model that gives an id another meaning, or has the same class under another id. */
export interface ClassMeaningConflict {
  readonly id: number;
  /** What the model calls it. */
  readonly modelName: string;
  /** The class of the registry that has this id, or this name. */
  readonly known: { readonly id: number; readonly name: string };
}

export interface ClassSeedResult {
  readonly added: readonly number[];
  readonly conflicts: readonly ClassMeaningConflict[];
}

type Named = Pick<ClassRow, "name" | "synonyms">;

const isCalled = ({ name, synonyms }: Named, wanted: string) =>
  name === wanted || synonyms.some((synonym) => synonym === wanted);

/** True when a new name would be confused with a name that a class already has. */
function isTaken(row: Named, name: string): boolean {
  const wanted = classNameKey(name);
  return [row.name, ...row.synonyms].some((known) => classNameKey(known) === wanted);
}

function toRow({ id, name, displayName, kind, species, condition, synonyms }: ModelClass): NewClassRow {
  return {
    id,
    name,
    displayName,
    kind,
    species: species ?? null,
    condition: condition ?? null,
    synonyms,
    mergedInto: null,
  };
}

function conflictOf(known: readonly ClassRow[], wanted: ModelClass): ClassMeaningConflict | undefined {
  const sameId = known.find(({ id }) => id === wanted.id);
  const about = (row: ClassRow) => ({ id: wanted.id, modelName: wanted.name, known: row });
  if (sameId) return isCalled(sameId, wanted.name) ? undefined : about(sameId);
  const sameName = known.find(({ name }) => name === wanted.name);
  return sameName && about(sameName);
}

/**
 * Brings a model's classes into the registry. Existing entries stay as they are: an id with another meaning there, or
 * a name that has another id, is reported and left out, never shifted.
 * @param modelClasses the champion's when left out
 */
export async function seedClasses(modelClasses?: readonly ModelClass[]): Promise<ClassSeedResult> {
  const wanted = modelClasses ?? (await championManifest()).classes;
  return transaction((queries) =>
    changeRegistry(queries, async (known, registry) => {
      const conflicts = wanted.flatMap((one) => conflictOf(known, one) ?? []);
      const barred = new Set(conflicts.map(({ id }) => id));
      const present = new Set(known.map(({ id }) => id));
      const missing = wanted.filter(({ id }) => !present.has(id) && !barred.has(id));
      await registry.insert(missing.map(toRow));
      const named = conflicts.map((one) => ({ ...one, known: { id: one.known.id, name: one.known.name } }));
      return { added: missing.map(({ id }) => id), conflicts: named };
    }),
  );
}

/** Every class that ever existed, by id, including merged ones. */
export async function listClasses(queries: Queries = connection()): Promise<readonly DatasetClass[]> {
  return (await readClasses(queries)).map(toClass);
}

/**
 * Follows merges to the class whose boxes count.
 * @returns by class id; an id that is not a class has none
 */
export function standingClassIds(classes: readonly DatasetClass[]): ReadonlyMap<number, number> {
  const byId = new Map(classes.map((one) => [one.id, one]));
  const endOf = (start: DatasetClass) => {
    let at = start;
    // merges cannot form a circle: mergeClass refuses them, and the count guards a hand-edited table
    for (let step = 0; at.mergedInto !== null && step < classes.length; step++) {
      at = byId.get(at.mergedInto) ?? at;
    }
    return at.id;
  };
  return new Map(classes.map((one) => [one.id, endOf(one)]));
}

/** The class that an id's boxes count as; undefined for an id that is not a class. */
export function standingClassId(classes: readonly DatasetClass[], classId: number): number | undefined {
  return standingClassIds(classes).get(classId);
}

/** Classes are every team's. */
const recordChange = (queries: Transaction, facts: { class: number; name: string; as: string }) =>
  recordIn(queries, { action: "class/changed", facts, teamId: null });

/**
 * Adds a class under the next free id, after every id ever given, as part of a transaction.
 * @throws AppError dataset/class-name-taken when a class already has the name or a synonym
 */
export async function addClassIn(queries: Transaction, input: AddClassInput): Promise<DatasetClass> {
  const { name, displayName, ...facts } = addClassInputSchema.parse(input);
  return changeRegistry(queries, async (known, registry) => {
    for (const wanted of [name, ...facts.synonyms]) refuseTaken(known, wanted);
    const id = Math.max(-1, ...known.map((one) => one.id)) + 1;
    const added: ModelClass = { id, name, displayName: displayName ?? capitalised(name), ...facts };
    await registry.insert([toRow(added)]);
    await recordChange(queries, { class: id, name, as: "added" });
    return { ...added, mergedInto: null };
  });
}

/** As `addClassIn`, in a transaction of its own. */
export function addClass(input: AddClassInput): Promise<DatasetClass> {
  return transaction((queries) => addClassIn(queries, input));
}

const capitalised = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

function refuseTaken(known: readonly ClassRow[], name: string): void {
  const row = known.find((one) => isTaken(one, name));
  if (row) throw new AppError("dataset/class-name-taken", { facts: { name, class: row.name, id: row.id } });
}

function rowOf(known: readonly ClassRow[], classId: number): ClassRow {
  const row = known.find(({ id }) => id === classId);
  if (!row) throw new AppError("request/not-found");
  return row;
}

/**
 * Merges one class into another: boxes of `classId` count as `intoId` in every later version. Both ids keep their
 * rows, and a class merged into `classId` earlier moves with it.
 * @throws AppError request/not-found; dataset/merge-circle when the two would end up in each other
 */
export async function mergeClass(classId: number, intoId: number): Promise<DatasetClass> {
  return transaction((queries) =>
    changeRegistry(queries, async (known, registry) => {
      const [from, into] = [rowOf(known, classId), rowOf(known, intoId)];
      const standing = standingClassId(known.map(toClass), intoId);
      if (standing === classId) {
        throw new AppError("dataset/merge-circle", { facts: { from: from.name, into: into.name } });
      }
      await recordChange(queries, { class: classId, name: from.name, as: `merged into ${into.name}` });
      return toClass(await registry.update(classId, { mergedInto: intoId }));
    }),
  );
}

/** Takes a merge back: the class counts as itself again. @throws AppError request/not-found */
export async function unmergeClass(classId: number): Promise<DatasetClass> {
  return transaction((queries) =>
    changeRegistry(queries, async (known, registry) => {
      const { name } = rowOf(known, classId);
      await recordChange(queries, { class: classId, name, as: "counts as itself again" });
      return toClass(await registry.update(classId, { mergedInto: null }));
    }),
  );
}

/**
 * Gives a class another name. The old one becomes a synonym, so that labels and models using it still work.
 * @throws AppError request/not-found; dataset/class-name-taken when another class has the new name
 */
export async function renameClass(input: RenameClassInput): Promise<DatasetClass> {
  const { classId, name, displayName } = renameClassInputSchema.parse(input);
  return transaction((queries) =>
    changeRegistry(queries, async (known, registry) => {
      const row = rowOf(known, classId);
      refuseTaken(
        known.filter(({ id }) => id !== classId),
        name,
      );
      const synonyms = [...new Set([...row.synonyms, row.name])].filter((synonym) => synonym !== name);
      await recordChange(queries, { class: classId, name: row.name, as: `renamed to ${name}` });
      return toClass(
        await registry.update(classId, { name, displayName: displayName ?? capitalised(name), synonyms }),
      );
    }),
  );
}
