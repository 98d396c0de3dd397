import type { DatasetClass } from "@/lib/contracts/dataset-classes";
import { classNameKey } from "@/lib/core/datasets/class-name-key";
import { isAppError } from "@/lib/core/errors";
import { addClass, listClasses } from "@/server/datasets/classes/classes";

/** Where the classes of an archive are here. */
export interface ClassPlaces {
  /**
   * The class here of a box of the archive. One that is not known here is added when it is first asked for; in a trial it is
   * only named.
   * @returns undefined for a class that the archive does not name, or whose name means something else here
   */
  idOf(classId: number): Promise<number | undefined>;
  /** The same without adding one. */
  knownIdOf(classId: number): number | undefined;
}

type Found = { readonly id: number } | "differs" | "unknown";

const keysOf = ({ name, synonyms }: Pick<DatasetClass, "name" | "synonyms">) =>
  new Set([name, ...synonyms].map(classNameKey));

/** The class here that has one of the names; one of another kind, or several, is no answer. */
function findHere(wanted: DatasetClass, here: readonly DatasetClass[]): Found {
  const byName = here.filter((one) => keysOf(one).has(classNameKey(wanted.name)));
  const keys = keysOf(wanted);
  const found = byName.length > 0 ? byName : here.filter((one) => keys.has(classNameKey(one.name)));
  const [first, second] = found;
  if (!first) return "unknown";
  return second || first.kind !== wanted.kind ? "differs" : { id: first.id };
}

/**
 * @param there the archive's classes
 * @param onNew is told the name of each class that is added
 */
export async function placeClasses(
  there: readonly DatasetClass[],
  { isTrial, onNew }: { readonly isTrial: boolean; readonly onNew: (name: string) => void },
): Promise<ClassPlaces> {
  const byId = new Map(there.map((one) => [one.id, one]));
  let here = await listClasses();
  const placed = new Map<number, Promise<number | undefined>>();

  async function place(classId: number): Promise<number | undefined> {
    const wanted = byId.get(classId);
    if (!wanted) return undefined;
    const found = findHere(wanted, here);
    if (found === "differs") return undefined;
    if (found !== "unknown") return found.id;
    // a class that was merged there counts as the one it was merged into
    const into = wanted.mergedInto;
    if (into !== null && into !== classId && byId.get(into)?.mergedInto === null) return idOf(into);
    onNew(wanted.name);
    if (isTrial) return classId;
    const { id: _, mergedInto: __, ...input } = wanted;
    try {
      const added = await addClass(input);
      here = [...here, added];
      return added.id;
    } catch (error) {
      if (isAppError(error) && error.code === "dataset/class-name-taken") return undefined;
      throw error;
    }
  }

  function idOf(classId: number): Promise<number | undefined> {
    const known = placed.get(classId) ?? place(classId);
    placed.set(classId, known);
    return known;
  }
  const knownIdOf = (classId: number) => {
    const wanted = byId.get(classId);
    const found = wanted && findHere(wanted, here);
    return typeof found === "object" ? found.id : undefined;
  };
  return { idOf, knownIdOf };
}
