import type { AlertFacts } from "@/lib/contracts/alert-sentences";
import type { AlertReads } from "@/lib/contracts/alerts";
import type { DriftFinding, Period } from "@/lib/contracts/monitoring";
import { FEWEST_IN_SLICE, wilsonInterval } from "@/lib/core/monitoring/slices/worst-slice";
import { connection } from "@/server/db/transaction";
import { matrixOf } from "../drift/matrix";
import { addDays } from "../drift/periods";
import { referenceOf } from "../drift/reference";
import { listModels } from "../drift/repository";
import { CLASS_COLUMN } from "../drift/sample-table";
import { type Added, readPair, readWhole } from "../overview/repository";
import { dayAt } from "../sums/keep-sums";
import { lastEventAt } from "./repository";

/** What a rule finds now. `value` null: too few events to say. */
export interface Reading extends Pick<AlertFacts, "before" | "now" | "names" | "rows"> {
  readonly value: number | null;
  /** What was looked at: the same again counts once. */
  readonly of: string;
  readonly modelId: string;
}

const HOUR_MS = 3_600_000;
const nothing = (of: string, modelId = ""): Reading => ({ value: null, of, modelId });

/** The newest period that was compared. */
async function newestLook(teamId: string, period: Period, now: Date) {
  const { looks, modelId } = await matrixOf({ teamId, modelId: null, period }, now);
  const look = looks.findLast(({ finding }) => !finding.isReference);
  return look && modelId ? { ...look, modelId } : undefined;
}

const drifting = ({ columns }: DriftFinding) => columns.filter(({ verdict }) => verdict === "drift");

async function readDrift(
  reads: Extract<AlertReads, { period: Period }>,
  teamId: string,
  now: Date,
): Promise<Reading> {
  const look = await newestLook(teamId, reads.period, now);
  if (!look) return nothing("");
  const { finding, startsOn, modelId } = look;
  const base = { of: startsOn, modelId, rows: finding.events };
  const moved = drifting(finding);
  if (reads.kind === "drift") {
    // as the comparison itself: with too few features judged nothing is said
    if (finding.verdict === "too few rows") return { ...base, value: null };
    const value = finding.judged === 0 ? null : finding.drifted / finding.judged;
    return { ...base, value, names: moved.map(({ column }) => column) };
  }
  if (reads.kind === "classes") {
    const classes = finding.columns.filter(({ column }) => column.startsWith(CLASS_COLUMN));
    const isJudged = classes.some(({ verdict }) => verdict !== "none");
    const names = moved.filter(({ column }) => column.startsWith(CLASS_COLUMN)).map(({ column }) => column);
    return { ...base, value: isJudged ? names.length : null, names };
  }
  const column = finding.columns.find((one) => one.column === reads.column);
  if (!column || column.verdict === "none") return { ...base, value: null };
  return { ...base, value: column.verdict === "drift" ? 1 : 0 };
}

type Field = keyof Added;

function readShare(
  before: Added | undefined,
  now: Added | undefined,
  [part, whole]: readonly [Field, Field],
): Pick<Reading, "value" | "before" | "now" | "rows"> {
  if (!before || !now || before[whole] < FEWEST_IN_SLICE || now[whole] < FEWEST_IN_SLICE)
    return { value: null };
  const [was, is] = [before[part] / before[whole], now[part] / now[whole]];
  return { value: Math.max(0, is - was), before: was, now: is, rows: now[whole] };
}

type PairRow = Awaited<ReturnType<typeof readPair>>[number];
const typicalMs = ({ logMs, events }: PairRow) => Math.exp(logMs / events);

/** What became slow on one of these, among all, is one cause. */
const LATENCY_PAIRS = [
  ["device", "backend"],
  ["device", "browser"],
] as const;

/** The device and backend, or device and browser, that became slowest beside itself before. */
function readLatency(before: readonly PairRow[], now: readonly PairRow[]): Omit<Reading, "of" | "modelId"> {
  const found = now.flatMap((is) => {
    const was = before.find((one) => one.value === is.value && one.secondValue === is.secondValue);
    if (!was || was.events < FEWEST_IN_SLICE || is.events < FEWEST_IN_SLICE) return [];
    const [beforeMs, nowMs] = [typicalMs(was), typicalMs(is)];
    const names = [`${is.value}, ${is.secondValue}`];
    return [{ value: nowMs / beforeMs, before: beforeMs, now: nowMs, names, rows: is.events }];
  });
  return found.toSorted((a, b) => b.value - a.value)[0] ?? { value: null };
}

async function readDays(
  reads: Extract<AlertReads, { days: number }>,
  teamId: string,
  now: Date,
): Promise<Reading> {
  const [model] = await listModels(connection(), teamId);
  const today = dayAt(now);
  if (!model) return nothing(today);
  const { modelId } = model;
  const from = addDays(today, -(reads.days - 1));
  const days = { teamId, modelId, from, to: today };
  const current = await readWhole(connection(), days);
  const base = { of: today, modelId };
  if (reads.kind === "wrong") {
    const { wrongBoxes: wrong, judgedBoxes: judged } = current ?? { wrongBoxes: 0, judgedBoxes: 0 };
    const value = judged < FEWEST_IN_SLICE ? null : (wilsonInterval(wrong, judged)?.low ?? null);
    return { ...base, value, now: judged === 0 ? 0 : wrong / judged };
  }
  const reference = await referenceOf(teamId, model, today);
  // days that are in both would hide what changed
  if (from <= reference.to && today >= reference.from) return { ...base, value: null };
  const daysBefore = { ...days, from: reference.from, to: reference.to };
  if (reads.kind === "latency") {
    const of = async (shown: typeof days) =>
      (await Promise.all(LATENCY_PAIRS.map((by) => readPair(connection(), shown, by)))).flat();
    const [was, is] = [await of(daysBefore), await of(days)];
    return { ...base, ...readLatency(was, is) };
  }
  const before = await readWhole(connection(), daysBefore);
  if (reads.kind === "boxless") return { ...base, ...readShare(before, current, ["boxless", "events"]) };
  // scores: their fall, where the others rise
  const share = readShare(before, current, ["topScores", "topCount"]);
  if (share.value === null || share.before === undefined || share.now === undefined)
    return { ...base, ...share };
  return { ...base, ...share, value: Math.max(0, share.before - share.now) };
}

/** What a rule reads of its team's figures now. */
export async function readFor(reads: AlertReads, teamId: string, now: Date): Promise<Reading> {
  switch (reads.kind) {
    case "drift":
    case "feature":
    case "classes":
      return readDrift(reads, teamId, now);
    case "heartbeat": {
      const last = await lastEventAt(connection(), teamId);
      const of = now.toISOString().slice(0, 13);
      // a team that never recorded has no heartbeat to miss
      return last ? { ...nothing(of), value: (now.getTime() - last.getTime()) / HOUR_MS } : nothing(of);
    }
    default:
      return readDays(reads, teamId, now);
  }
}
