import { and, desc, eq, sql } from "drizzle-orm";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { modelManifestSchema } from "@/lib/contracts/model-manifest";
import type { ModelAlias, ModelMove } from "@/lib/contracts/model-registry";
import { getDatabase } from "@/server/db/client";
import { modelMoves, registeredModels } from "@/server/db/schema/registry";
import { trainingRuns } from "@/server/db/schema/training";
import type { Queries } from "@/server/db/transaction";

export interface RegisteredModel {
  readonly id: string;
  readonly origin: "trained" | "uploaded";
  readonly manifest: ModelManifest;
  readonly runId: string | null;
  readonly datasetVersionId: string | null;
  readonly commit: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
}

export type NewRegisteredModel = Omit<RegisteredModel, "createdAt">;

/** True where a database is named: the command line works on shipped models without one. */
export function hasDatabase(): boolean {
  return Boolean(process.env.DATABASE_URL);
}

function toRegistered(row: typeof registeredModels.$inferSelect): RegisteredModel {
  return { ...row, manifest: modelManifestSchema.parse(row.manifest) };
}

function toMove(row: typeof modelMoves.$inferSelect): ModelMove {
  return { ...row, movedAt: row.movedAt.toISOString() };
}

export async function findRegistered(id: string): Promise<RegisteredModel | undefined> {
  const [row] = await getDatabase().select().from(registeredModels).where(eq(registeredModels.id, id));
  return row && toRegistered(row);
}

/** Newest first. */
export async function findAllRegistered(): Promise<readonly RegisteredModel[]> {
  const rows = await getDatabase()
    .select()
    .from(registeredModels)
    .orderBy(desc(registeredModels.createdAt), desc(registeredModels.id));
  return rows.map(toRegistered);
}

/** @returns false when a model of that id is registered already */
export async function insertRegistered(model: NewRegisteredModel): Promise<boolean> {
  const rows = await getDatabase()
    .insert(registeredModels)
    .values(model)
    .onConflictDoNothing()
    .returning({ id: registeredModels.id });
  return rows.length > 0;
}

export async function replaceManifest(id: string, manifest: ModelManifest): Promise<void> {
  await getDatabase().update(registeredModels).set({ manifest }).where(eq(registeredModels.id, id));
}

/** The newest move that made a model champion. */
export async function findChampionMove(queries: Queries = getDatabase()): Promise<ModelMove | undefined> {
  const [row] = await queries
    .select()
    .from(modelMoves)
    .where(eq(modelMoves.alias, "champion"))
    .orderBy(desc(modelMoves.id))
    .limit(1);
  return row && toMove(row);
}

/** The newest move, no rollback, that made this model champion. */
export async function findPromotionOf(modelId: string, queries: Queries): Promise<ModelMove | undefined> {
  const [row] = await queries
    .select()
    .from(modelMoves)
    .where(
      and(
        eq(modelMoves.alias, "champion"),
        eq(modelMoves.modelId, modelId),
        eq(modelMoves.isRollback, false),
      ),
    )
    .orderBy(desc(modelMoves.id))
    .limit(1);
  return row && toMove(row);
}

export interface NewMove {
  readonly modelId: string;
  readonly alias: ModelAlias;
  readonly previousId: string | null;
  readonly isRollback: boolean;
  readonly reason: string;
  readonly movedBy: string;
}

export async function insertMove(move: NewMove, queries: Queries = getDatabase()): Promise<ModelMove> {
  const [row] = await queries.insert(modelMoves).values(move).returning();
  if (!row) throw new RangeError("insert returned nothing");
  return toMove(row);
}

/** Runs `work` while no other process moves a champion, all or nothing. */
export async function withChampionLock<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
  return getDatabase().transaction(async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(hashtextextended('model-champion', 0))`);
    return work(transaction);
  });
}

/** Newest first. */
export async function findMoves({
  modelId,
  limit,
}: {
  readonly modelId?: string;
  readonly limit: number;
}): Promise<readonly ModelMove[]> {
  const rows = await getDatabase()
    .select()
    .from(modelMoves)
    .where(modelId === undefined ? undefined : eq(modelMoves.modelId, modelId))
    .orderBy(desc(modelMoves.id))
    .limit(limit);
  return rows.map(toMove);
}

/** Each moved model's newest move. */
export async function findNewestMoves(): Promise<ReadonlyMap<string, ModelMove>> {
  const rows = await getDatabase()
    .selectDistinctOn([modelMoves.modelId])
    .from(modelMoves)
    .orderBy(modelMoves.modelId, desc(modelMoves.id));
  return new Map(rows.map((row) => [row.modelId, toMove(row)]));
}

/** The data-set version a training run learnt from; null when no such run is known here. */
export async function findVersionOfRun(runId: string): Promise<string | null> {
  const [row] = await getDatabase()
    .select({ datasetVersionId: trainingRuns.datasetVersionId })
    .from(trainingRuns)
    .where(eq(trainingRuns.id, runId));
  return row?.datasetVersionId ?? null;
}
