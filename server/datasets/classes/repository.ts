import { asc, eq, sql } from "drizzle-orm";
import type { DatasetClass } from "@/lib/contracts/dataset-classes";
import { classes } from "@/server/db/schema/datasets";
import type { Queries, Transaction } from "@/server/db/transaction";

export type ClassRow = typeof classes.$inferSelect;
export type NewClassRow = Omit<typeof classes.$inferInsert, "createdAt">;

/** Any number will do, as long as nothing else locks on it. */
const REGISTRY_LOCK = 7_402_113;

export function toClass(row: ClassRow): DatasetClass {
  const { id, name, displayName, kind, species, condition, synonyms, mergedInto } = row;
  return {
    id,
    name,
    displayName,
    kind,
    ...(species === null ? {} : { species }),
    ...(condition === null ? {} : { condition }),
    synonyms,
    mergedInto,
  };
}

/** Every class that ever existed, by id. */
export async function readClasses(queries: Queries): Promise<readonly ClassRow[]> {
  return queries.select().from(classes).orderBy(asc(classes.id));
}

/**
 * Changes the registry, one process at a time: what `change` reads stays true until it has written.
 * @param change gets the current classes; may throw to change nothing
 */
export async function changeRegistry<T>(
  transaction: Transaction,
  change: (known: readonly ClassRow[], registry: ClassRegistry) => Promise<T>,
): Promise<T> {
  await transaction.execute(sql`select pg_advisory_xact_lock(${REGISTRY_LOCK})`);
  return change(await readClasses(transaction), {
    insert: async (rows) => {
      if (rows.length > 0) await transaction.insert(classes).values([...rows]);
    },
    update: async (id, values) => {
      const [row] = await transaction.update(classes).set(values).where(eq(classes.id, id)).returning();
      if (!row) throw new RangeError(`no class ${id}`);
      return row;
    },
  });
}

export interface ClassRegistry {
  insert(rows: readonly NewClassRow[]): Promise<void>;
  /** An id is never updated: it is what gives a box its meaning. */
  update(id: number, values: Partial<Omit<NewClassRow, "id">>): Promise<ClassRow>;
}
