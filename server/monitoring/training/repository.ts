import { and, eq, sql } from "drizzle-orm";
import { type TrainingRow, trainingRowsSchema } from "@/lib/contracts/training-figures";
import { trainingFigures } from "@/server/db/schema/monitoring";
import type { Queries } from "@/server/db/transaction";

const f = trainingFigures;

export interface FiguresKey {
  readonly teamId: string;
  readonly modelId: string;
}

const ofKey = ({ teamId, modelId }: FiguresKey) => and(eq(f.teamId, teamId), eq(f.modelId, modelId));

/** What is known of a model's training data, without its rows. */
export async function findFigures(queries: Queries, key: FiguresKey) {
  const [row] = await queries
    .select({ version: f.version, photos: f.photos, all: f.all, madeAt: f.madeAt })
    .from(f)
    .where(ofKey(key));
  return row;
}

export async function readFigureRows(queries: Queries, key: FiguresKey): Promise<readonly TrainingRow[]> {
  const [row] = await queries.select({ rows: f.rows }).from(f).where(ofKey(key));
  return row ? trainingRowsSchema.parse(row.rows) : [];
}

/** Writes them in the place of earlier ones. */
export async function writeFigures(
  queries: Queries,
  { teamId, modelId }: FiguresKey,
  figures: {
    readonly version: number | null;
    readonly all: number;
    readonly rows: readonly TrainingRow[];
  },
): Promise<void> {
  const set = { ...figures, photos: figures.rows.length, madeAt: sql`now()` };
  await queries
    .insert(f)
    .values({ teamId, modelId, ...set })
    .onConflictDoUpdate({ target: [f.teamId, f.modelId], set });
}
