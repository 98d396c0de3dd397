import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { modelManifestSchema } from "@/lib/contracts/model-manifest";
import type { ModelAlias, ModelMove } from "@/lib/contracts/model-registry";
import { ownTeam, ownTeamIfAny } from "@/server/db/own-team";
import { modelMoves, registeredModels } from "@/server/db/schema/registry";
import { trainingRuns } from "@/server/db/schema/training";
import type { Queries, Transaction } from "@/server/db/transaction";

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

/** A team's own; without a team nobody's. */
function isOwn(column: typeof registeredModels.teamId | typeof modelMoves.teamId): SQL {
  const team = ownTeamIfAny();
  return team === undefined ? sql`false` : eq(column, team);
}

/** A model of the team that asks. */
export async function findRegistered(queries: Queries, id: string): Promise<RegisteredModel | undefined> {
  const [row] = await queries
    .select()
    .from(registeredModels)
    .where(and(isOwn(registeredModels.teamId), eq(registeredModels.id, id)));
  return row && toRegistered(row);
}

/** The team that registered a model, whichever asks; undefined for a model that is not registered. */
export async function findModelTeam(queries: Queries, id: string): Promise<string | undefined> {
  const [row] = await queries
    .select({ teamId: registeredModels.teamId })
    .from(registeredModels)
    .where(eq(registeredModels.id, id));
  return row?.teamId;
}

/** Ids of every team's models: no new one may have any of them. */
export async function findTakenIds(queries: Queries): Promise<readonly string[]> {
  return (await queries.select({ id: registeredModels.id }).from(registeredModels)).map(({ id }) => id);
}

/** The team's, newest first. */
export async function findAllRegistered(queries: Queries): Promise<readonly RegisteredModel[]> {
  const rows = await queries
    .select()
    .from(registeredModels)
    .where(isOwn(registeredModels.teamId))
    .orderBy(desc(registeredModels.createdAt), desc(registeredModels.id));
  return rows.map(toRegistered);
}

/** @returns false when a model of that id is registered already */
export async function insertRegistered(queries: Queries, model: NewRegisteredModel): Promise<boolean> {
  const rows = await queries
    .insert(registeredModels)
    .values({ ...model, teamId: ownTeam() })
    .onConflictDoNothing()
    .returning({ id: registeredModels.id });
  return rows.length > 0;
}

export async function replaceManifest(queries: Queries, id: string, manifest: ModelManifest): Promise<void> {
  await queries
    .update(registeredModels)
    .set({ manifest })
    .where(and(isOwn(registeredModels.teamId), eq(registeredModels.id, id)));
}

/** The newest move that made a model champion. */
export async function findChampionMove(queries: Queries): Promise<ModelMove | undefined> {
  const [row] = await queries
    .select()
    .from(modelMoves)
    .where(and(isOwn(modelMoves.teamId), eq(modelMoves.alias, "champion")))
    .orderBy(desc(modelMoves.id))
    .limit(1);
  return row && toMove(row);
}

/** The newest move, no rollback, that made this model champion. */
export async function findPromotionOf(queries: Queries, modelId: string): Promise<ModelMove | undefined> {
  const [row] = await queries
    .select()
    .from(modelMoves)
    .where(
      and(
        isOwn(modelMoves.teamId),
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

export async function insertMove(queries: Queries, move: NewMove): Promise<ModelMove> {
  const [row] = await queries
    .insert(modelMoves)
    .values({ ...move, teamId: ownTeam() })
    .returning();
  if (!row) throw new RangeError("insert returned nothing");
  return toMove(row);
}

/** Until the transaction ends no other process moves the team's champion. */
export async function holdChampion(transaction: Transaction): Promise<void> {
  await transaction.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`model-champion ${ownTeam()}`}, 0))`,
  );
}

/** Newest first. */
export async function findMoves(
  queries: Queries,
  {
    modelId,
    limit,
  }: {
    readonly modelId?: string;
    readonly limit: number;
  },
): Promise<readonly ModelMove[]> {
  const rows = await queries
    .select()
    .from(modelMoves)
    .where(and(isOwn(modelMoves.teamId), modelId === undefined ? undefined : eq(modelMoves.modelId, modelId)))
    .orderBy(desc(modelMoves.id))
    .limit(limit);
  return rows.map(toMove);
}

/** Each moved model's newest move. */
export async function findNewestMoves(queries: Queries): Promise<ReadonlyMap<string, ModelMove>> {
  const rows = await queries
    .selectDistinctOn([modelMoves.modelId])
    .from(modelMoves)
    .where(isOwn(modelMoves.teamId))
    .orderBy(modelMoves.modelId, desc(modelMoves.id));
  return new Map(rows.map((row) => [row.modelId, toMove(row)]));
}

/** The data-set version a training run learnt from; null when no such run is known here. */
export async function findVersionOfRun(queries: Queries, runId: string): Promise<string | null> {
  const [row] = await queries
    .select({ datasetVersionId: trainingRuns.datasetVersionId })
    .from(trainingRuns)
    .where(and(eq(trainingRuns.teamId, ownTeam()), eq(trainingRuns.id, runId)));
  return row?.datasetVersionId ?? null;
}
