import { z } from "zod";
import { modelBoxSchema } from "@/lib/contracts/corrections";
import type { DriftPicks } from "@/lib/contracts/monitor-page";
import { driftFindingSchema, evidenceSchema } from "@/lib/contracts/monitoring";
import {
  type Candidate,
  type ColumnBars,
  choosePhotos,
  type PhotoValue,
} from "@/lib/core/monitoring/labelling/choose-photos";
import { describeBoxes } from "@/lib/core/monitoring/recording/describe-boxes";
import { connection, transaction } from "@/server/db/transaction";
import { firstShown } from "../drift/periods";
import { listModels, listTeams, readEvidence, readLooks } from "../drift/repository";
import { CLASS_COLUMN } from "../drift/sample-table";
import { dayAt } from "../sums/keep-sums";
import { lookOfThumbnail } from "./look-of-thumbnail";
import * as repository from "./repository";

/** Photos that stand first in the queue because of what drifts. */
const BUDGET = 24;
/** The newest photos that wait are looked at for that. */
const MOST_CANDIDATES = 300;

const LOOKS = ["brightness", "contrast", "saturation"] as const;
const isLook = (column: string): column is (typeof LOOKS)[number] =>
  (LOOKS as readonly string[]).includes(column);
/** Features that a saved photo has too; of a device, a browser or a time it has none. */
const isOfPhotos = (column: string) =>
  isLook(column) ||
  ["shape", "boxes", "topScore", "meanScore"].includes(column) ||
  column.startsWith(CLASS_COLUMN);

async function toCandidate(
  row: repository.CandidateRow,
  columns: readonly string[],
  modelId: string,
): Promise<Candidate> {
  const found = z.array(modelBoxSchema).parse(row.modelBoxes);
  const look = columns.some(isLook) ? await lookOfThumbnail(row.thumbnail) : undefined;
  const boxes = describeBoxes(
    found.map(({ box, score, classId }, candidate) => ({ box, score, classId, candidate })),
    row,
  );
  const classIds = new Set(found.map(({ classId }) => classId));
  const ofModel = (value: PhotoValue | null): PhotoValue =>
    row.modelId === modelId ? (value ?? undefined) : undefined;
  const read = (column: string): PhotoValue => {
    if (isLook(column)) return look?.[column];
    if (column.startsWith(CLASS_COLUMN))
      return ofModel(String(classIds.has(Number(column.slice(CLASS_COLUMN.length)))));
    if (column === "shape") return row.width / row.height;
    if (column === "boxes") return ofModel(boxes.count);
    return ofModel(column === "topScore" ? boxes.topScore : boxes.meanScore);
  };
  return {
    id: row.id,
    values: Object.fromEntries(columns.map((column) => [column, read(column)])),
    features: row.modelId === modelId ? row.features : null,
  };
}

interface Drifting {
  readonly madeFrom: string;
  readonly modelId: string;
  readonly columns: Readonly<Record<string, ColumnBars>>;
}

/** What drifts in a team's newest comparison of a day, of features that photos have; undefined where nothing does. */
async function driftingOf(teamId: string, today: string): Promise<Drifting | undefined> {
  const [model] = await listModels(connection(), teamId);
  if (!model) return undefined;
  const key = { teamId, modelId: model.modelId, period: "day" };
  const looks = (await readLooks(connection(), key, firstShown("day", today))).map((look) => ({
    ...look,
    finding: driftFindingSchema.parse(look.finding),
  }));
  const look = looks.findLast(
    ({ finding }) => !finding.isReference && finding.columns.some(({ verdict }) => verdict !== "none"),
  );
  const names = (look?.finding.columns ?? [])
    .filter(({ column, verdict }) => verdict === "drift" && isOfPhotos(column))
    .map(({ column }) => column);
  if (!look || names.length === 0) return undefined;
  const evidence = evidenceSchema.parse(await readEvidence(connection(), key, look.startsOn));
  const columns = Object.fromEntries(
    names.flatMap((name) => {
      const bars = evidence[name];
      return bars && bars.bars.length > 0 ? [[name, bars] as const] : [];
    }),
  );
  return { madeFrom: look.madeFrom, modelId: model.modelId, columns };
}

/** Teams whose comparison has no photo for it, so that the same is not looked for every few minutes. */
const without = new Map<string, string>();

async function pickFor(teamId: string, today: string): Promise<number> {
  const drifting = await driftingOf(teamId, today);
  const before = await repository.readPicksMadeFrom(connection(), teamId);
  if (!drifting) {
    if (before !== null)
      await transaction((queries) => repository.writePicks(queries, teamId, { madeFrom: "", picks: [] }));
    return 0;
  }
  const { madeFrom, modelId, columns } = drifting;
  if (before === madeFrom) return 0;
  const rows = await repository.listCandidates(connection(), teamId, MOST_CANDIDATES);
  const tried = `${madeFrom} ${rows[0]?.id} ${rows.length}`;
  if (without.get(teamId) === tried) return 0;
  const candidates: Candidate[] = [];
  for (const row of rows) candidates.push(await toCandidate(row, Object.keys(columns), modelId));
  const picks = choosePhotos(candidates, columns, BUDGET).map(({ id, column }) => ({ photoId: id, column }));
  if (picks.length === 0) without.set(teamId, tried);
  else without.delete(teamId);
  await transaction((queries) => repository.writePicks(queries, teamId, { madeFrom, picks }));
  return picks.length;
}

/**
 * Puts photos of what drifts to the front of each team's review queue: only photos that the team shares and that wait for
 * review. They change with the comparison they were made from.
 * @returns how many were put there
 */
export async function keepPicks(signal: AbortSignal, now = new Date()): Promise<number> {
  let picked = 0;
  // also teams whose figures have all been erased: nothing drifts there any more
  const teams = [...(await listTeams(connection())), ...(await repository.listTeamsWithPicks(connection()))];
  for (const teamId of new Set(teams)) {
    signal.throwIfAborted();
    picked += await pickFor(teamId, dayAt(now));
  }
  return picked;
}

/** How many photos of what drifts wait at the front of the review queue. */
export async function picksOf(teamId: string): Promise<DriftPicks> {
  return { columns: await repository.countPicks(connection(), teamId) };
}
