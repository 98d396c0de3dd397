import type { Evidence, Matrix, ShownEvidence } from "@/lib/contracts/monitor-page";
import { driftFindingSchema, evidenceSchema, OTHERS, type Period } from "@/lib/contracts/monitoring";
import { AppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import { leastFor } from "../overview/least-shown";
import { dayAt } from "../sums/keep-sums";
import { firstShown } from "./periods";
import { referenceOf } from "./reference";
import * as repository from "./repository";

interface AskedPeriod {
  readonly teamId: string;
  /** Null: the model used last. */
  readonly modelId: string | null;
  readonly period: Period;
}

/** Features by periods: each period beside the reference, as the last job found it. */
export async function matrixOf({ teamId, modelId, period }: AskedPeriod, now = new Date()): Promise<Matrix> {
  const models = await repository.listModels(connection(), teamId);
  const model = models.find((one) => one.modelId === modelId) ?? models[0];
  if (!model) return { modelId: null, reference: null, looks: [] };
  const key = { teamId, modelId: model.modelId, period };
  const looks = await repository.readLooks(connection(), key, firstShown(period, dayAt(now)));
  return {
    modelId: model.modelId,
    reference: await referenceOf(teamId, model, dayAt(now)),
    looks: looks.map(({ startsOn, finding }) => ({ startsOn, finding: driftFindingSchema.parse(finding) })),
  };
}

/** Names with fewer than `least` on both sides are told together. */
export function folded({ kind, bars, referenceRows, currentRows }: Evidence, least: number): ShownEvidence {
  const rows = { kind, referenceRows, currentRows, least };
  if (referenceRows < least || currentRows < least) return { ...rows, bars: [] };
  if (kind === "numbers") return { ...rows, bars };
  const isFew = ({ reference, current }: Evidence["bars"][number]) => reference < least && current < least;
  const few = bars.filter(isFew);
  const sum = (side: "reference" | "current") => few.reduce((all, bar) => all + bar[side], 0);
  const others = { name: OTHERS, reference: sum("reference"), current: sum("current") };
  return { ...rows, bars: [...bars.filter((bar) => !isFew(bar)), ...(few.length > 0 ? [others] : [])] };
}

/**
 * A feature's values in the reference and in one period: those rows that were compared, counted then. Reads no detection.
 * @throws AppError monitoring/nothing-recorded where nothing was compared
 */
export async function evidenceOf({
  teamId,
  userId,
  modelId,
  period,
  startsOn,
  column,
}: AskedPeriod & {
  userId: string;
  modelId: string;
  startsOn: string;
  column: string;
}): Promise<ShownEvidence> {
  const kept = await repository.readEvidence(connection(), { teamId, modelId, period }, startsOn);
  const found = kept === undefined ? undefined : evidenceSchema.parse(kept)[column];
  if (!found || found.bars.length === 0) throw new AppError("monitoring/nothing-recorded");
  return folded(found, await leastFor({ teamId, userId }));
}
