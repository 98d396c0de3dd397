import type { Table } from "@/lib/core/monitoring/table";
import { connection } from "@/server/db/transaction";
import type { Days } from "./repository";
import * as repository from "./repository";
import { tableOf } from "./sample-table";

/** Events of each side that are compared: a random sample, always the same for the same events. */
const SAMPLE = 500;
/** Classes that have a row of their own: those found most often in reference and period together. */
const MOST_CLASSES = 20;

/** The rows of the reference and of a period that are compared, with a column for each feature and each common class. */
export async function tablesOf(
  {
    teamId,
    modelId,
    reference,
  }: { readonly teamId: string; readonly modelId: string; readonly reference: Days },
  days: Days,
): Promise<readonly [before: Table, now: Table]> {
  const read = (of: Days) =>
    repository.readSample(connection(), teamId, modelId, { from: of.from, to: of.to, limit: SAMPLE });
  const classes = (of: Days) =>
    repository.listClasses(connection(), teamId, modelId, {
      from: of.from,
      to: of.to,
      limit: MOST_CLASSES / 2,
    });
  const classIds = [...new Set([...(await classes(reference)), ...(await classes(days))])];
  return [tableOf(await read(reference), classIds), tableOf(await read(days), classIds)];
}
