import type { ShownReference } from "@/lib/contracts/monitor-page";
import type { Table } from "@/lib/core/monitoring/table";
import { connection } from "@/server/db/transaction";
import { commonClasses, trainingSample } from "../training/training-sample";
import type { Days } from "./repository";
import * as repository from "./repository";
import { photoTableOf, tableOf } from "./sample-table";

/** Events of each side that are compared: a random sample, always the same for the same events. */
const SAMPLE = 500;
/** Classes that have a row of their own: those found most often in reference and period together. */
const MOST_CLASSES = 20;

interface Compared {
  readonly teamId: string;
  readonly modelId: string;
  readonly reference: Days & Pick<ShownReference, "isTraining">;
}

/**
 * The rows of the reference and of a period that are compared, with a column for each feature and each common class. Beside
 * the training data only the features that a photo has.
 */
export async function tablesOf(
  { teamId, modelId, reference }: Compared,
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
  if (reference.isTraining) {
    const learnt = await trainingSample({ teamId, modelId });
    const common = commonClasses(learnt, MOST_CLASSES / 2);
    const classIds = [...new Set([...common, ...(await classes(days))])];
    return [photoTableOf(learnt, classIds), photoTableOf(await read(days), classIds)];
  }
  const classIds = [...new Set([...(await classes(reference)), ...(await classes(days))])];
  return [tableOf(await read(reference), classIds), tableOf(await read(days), classIds)];
}
