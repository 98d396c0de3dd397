import { createHash } from "node:crypto";
import type { ShownReference } from "@/lib/contracts/monitor-page";
import { type DriftFinding, driftFindingSchema, PERIODS, type Period } from "@/lib/contracts/monitoring";
import { compareTables } from "@/lib/core/monitoring/compare-tables";
import { connection, transaction } from "@/server/db/transaction";
import { dayAt } from "../sums/keep-sums";
import { evidenceOfTables } from "./evidence-bars";
import { daysOf, firstShown, startOf } from "./periods";
import { referenceOf } from "./reference";
import * as repository from "./repository";
import { tablesOf } from "./tables";

/** The whole is called drifting from this share of the judged features on, as in Evidently. */
const SHARE = 0.5;

interface Compared {
  readonly teamId: string;
  readonly modelId: string;
  readonly reference: ShownReference;
}

/** Compares days with the reference. @returns a finding without columns for days of the reference itself */
async function compareDays(
  { teamId, modelId, reference }: Compared,
  days: repository.Days,
  events: number,
): Promise<{ readonly finding: DriftFinding; readonly evidence: ReturnType<typeof evidenceOfTables> }> {
  const [before, now] = await tablesOf({ teamId, modelId, reference }, days);
  const evidence = evidenceOfTables(before, now);
  // days that are compared with the training data are never part of it
  const isReference = !reference.isTraining && days.from <= reference.to && days.to >= reference.from;
  if (isReference) {
    const nothing = { verdict: "no drift", drifted: 0, judged: 0, comparable: 0, columns: [] } as const;
    return { finding: { isReference, events, ...nothing, columns: [] }, evidence };
  }
  const found = compareTables(before, now, {
    asEvidently: false,
    correction: "benjamini-hochberg",
    share: SHARE,
  });
  return { finding: driftFindingSchema.parse({ ...found, isReference, events }), evidence };
}

/**
 * Brings a model's comparisons up to date: each is made again only when its days, the reference's days or the choice of
 * the reference changed.
 * @returns how many were made
 */
async function lookAtModel(
  teamId: string,
  model: repository.ModelDays,
  {
    period,
    today,
    signal,
  }: { readonly period: Period; readonly today: string; readonly signal: AbortSignal },
): Promise<number> {
  const { modelId } = model;
  const reference = await referenceOf(teamId, model, today);
  const from = firstShown(period, today);
  const ofReference = await repository.listSummedDays(connection(), teamId, modelId, reference);
  const shown = await repository.listSummedDays(connection(), teamId, modelId, { from, to: today });
  const key = { teamId, modelId, period };
  const made = new Map(
    (await repository.readLooks(connection(), key, from)).map((look) => [look.startsOn, look.madeFrom]),
  );
  const stateOf = (days: typeof shown) =>
    days.map(({ day, events, summedAt }) => `${day} ${events} ${summedAt}`);
  const base = (
    reference.isTraining
      ? ["training", reference.training?.madeAt]
      : [reference.from, reference.to, ...stateOf(ofReference)]
  ).join("|");
  const periods = new Map<string, typeof shown>();
  for (const one of shown) {
    const startsOn = startOf(period, one.day);
    periods.set(startsOn, [...(periods.get(startsOn) ?? []), one]);
  }
  let count = 0;
  for (const [startsOn, days] of periods) {
    signal.throwIfAborted();
    const madeFrom = createHash("sha256")
      .update([base, ...stateOf(days)].join("|"))
      .digest("hex")
      .slice(0, 32);
    if (made.get(startsOn) === madeFrom) continue;
    const events = days.reduce((sum, one) => sum + one.events, 0);
    const look = await compareDays({ teamId, modelId, reference }, daysOf(period, startsOn), events);
    await transaction((queries) => repository.writeLook(queries, key, { startsOn, madeFrom, ...look }));
    count++;
  }
  const gone = [...made.keys()].filter((startsOn) => !periods.has(startsOn));
  await transaction((queries) => repository.removeLooks(queries, key, gone));
  return count;
}

/** Brings every team's comparisons up to date. @returns how many were made */
export async function keepLooks(signal: AbortSignal, now = new Date()): Promise<number> {
  const today = dayAt(now);
  await transaction(async (queries) => {
    for (const period of PERIODS) await repository.removeOldLooks(queries, period, firstShown(period, today));
  });
  let count = 0;
  for (const teamId of await repository.listTeams(connection()))
    for (const model of await repository.listModels(connection(), teamId))
      for (const period of PERIODS) {
        if (model.last >= firstShown(period, today))
          count += await lookAtModel(teamId, model, { period, today, signal });
      }
  return count;
}
