import type { Bringing } from "@/lib/contracts/bringing";
import type { RowWriter } from "../kitchen/row-steps";

/** Where a row of an archive goes: its id here, and whether it stands there already. */
export interface RowPlace {
  readonly id: string;
  readonly isKnown: boolean;
}

/**
 * Finds each row's place: its own id; or, where another team has that, one made from it, the same each time.
 * @param standing ids of the team's rows that were not taken away
 */
export async function placesOf(
  ids: readonly string[],
  standing: ReadonlySet<string>,
  { read }: Pick<RowWriter<never>, "read">,
  { derivedId }: Pick<Bringing, "derivedId">,
): Promise<(id: string) => RowPlace> {
  const rows = ids.length === 0 ? [] : await read(ids);
  const foreign = new Set(rows.filter(({ isOwn }) => !isOwn).map(({ id }) => id));
  return (id) => {
    if (standing.has(id)) return { id, isKnown: true };
    const derived = derivedId(id);
    if (standing.has(derived)) return { id: derived, isKnown: true };
    return { id: foreign.has(id) ? derived : id, isKnown: false };
  };
}
