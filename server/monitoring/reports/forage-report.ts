import { randomUUID } from "node:crypto";
import type { ShownReference } from "@/lib/contracts/monitor-page";
import { type ForageReport, forageReportSchema } from "@/lib/contracts/monitor-reports";
import {
  type ComparedWith,
  driftFindingSchema,
  evidenceSchema,
  LEAST_SHOWN,
} from "@/lib/contracts/monitoring";
import { AppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import { folded } from "../drift/matrix";
import { addDays, daysOf, firstShown } from "../drift/periods";
import { referenceOf } from "../drift/reference";
import * as drift from "../drift/repository";
import { readWhole } from "../overview/repository";
import { dayAt } from "../sums/keep-sums";
import * as repository from "./repository";

interface Asked {
  readonly teamId: string;
  readonly model: drift.ModelDays;
  /** The Monday of its week. */
  readonly startsOn: string;
}

/** What a report says that it compared with. */
export const comparedWith = ({ from, to, isTraining, training }: ShownReference): ComparedWith => ({
  ...{ from, to },
  ...(isTraining && training ? { trainingPhotos: training.photos } : {}),
});

/** A week as the comparison stands; undefined where it has too few detections for a report that others read. */
async function describeWeek(
  { teamId, model, startsOn }: Asked,
  today: string,
): Promise<ForageReport | undefined> {
  const { modelId } = model;
  const key = { teamId, modelId, period: "week" };
  const look = (await drift.readLooks(connection(), key, startsOn)).find((one) => one.startsOn === startsOn);
  const { from, to } = daysOf("week", startsOn);
  const figures = await readWhole(connection(), { teamId, modelId, from, to });
  if (!look || !figures || figures.events < LEAST_SHOWN) return undefined;
  const evidence = evidenceSchema.parse(await drift.readEvidence(connection(), key, startsOn));
  const shown = Object.entries(evidence).map(([column, bars]) => {
    const { least: _, ...kept } = folded(bars, LEAST_SHOWN);
    return [column, kept] as const;
  });
  const reference = await referenceOf(teamId, model, today);
  return forageReportSchema.parse({
    maker: "forage",
    ...{ modelId, from, to },
    reference: comparedWith(reference),
    figures: {
      ...figures,
      typicalMs: figures.events === 0 ? null : Math.exp(figures.logMs / figures.events),
    },
    finding: driftFindingSchema.parse(look.finding),
    evidence: Object.fromEntries(shown),
  } satisfies Record<keyof ForageReport, unknown>);
}

async function keepWeek(asked: Asked, today: string): Promise<string | undefined> {
  const content = await describeWeek(asked, today);
  if (!content) return undefined;
  const { teamId, model, startsOn } = asked;
  return repository.writeReport(connection(), {
    id: randomUUID(),
    ...{ teamId, modelId: model.modelId, maker: "forage", startsOn, content },
  });
}

/**
 * Makes a report of every week that has ended and has none yet: once a week in effect, by the queue's own schedule.
 * @returns how many were made
 */
export async function keepReports(signal: AbortSignal, now = new Date()): Promise<number> {
  const today = dayAt(now);
  const from = firstShown("week", today);
  let made = 0;
  for (const teamId of await drift.listTeams(connection()))
    for (const model of await drift.listModels(connection(), teamId)) {
      signal.throwIfAborted();
      if (model.last < from) continue;
      const key = { teamId, modelId: model.modelId };
      const looks = await drift.readLooks(connection(), { ...key, period: "week" }, from);
      const known = new Set(
        (await repository.listReports(connection(), key))
          .filter(({ maker }) => maker === "forage")
          .map(({ startsOn }) => startsOn),
      );
      for (const { startsOn } of looks)
        if (!known.has(startsOn) && addDays(startsOn, 7) <= today)
          made += (await keepWeek({ teamId, model, startsOn }, today)) === undefined ? 0 : 1;
    }
  return made;
}

/** A team's model and the week that its newest comparison is of. @throws AppError monitoring/nothing-recorded */
export async function newestWeek(teamId: string, modelId: string | null, now = new Date()): Promise<Asked> {
  const models = await drift.listModels(connection(), teamId);
  const model = modelId === null ? models[0] : models.find((one) => one.modelId === modelId);
  if (!model) throw new AppError("monitoring/nothing-recorded");
  const key = { teamId, modelId: model.modelId, period: "week" };
  const look = (await drift.readLooks(connection(), key, firstShown("week", dayAt(now)))).at(-1);
  if (!look) throw new AppError("monitoring/nothing-recorded");
  return { teamId, model, startsOn: look.startsOn };
}

/**
 * Makes the report of the newest week now, though it may not have ended; made again, it is written anew.
 * @returns its id
 * @throws AppError monitoring/nothing-recorded, also for so few detections that they would tell of one person
 */
export async function makeReport(
  { teamId, modelId }: { readonly teamId: string; readonly modelId: string | null },
  now = new Date(),
): Promise<{ readonly id: string }> {
  const id = await keepWeek(await newestWeek(teamId, modelId, now), dayAt(now));
  if (id === undefined) throw new AppError("monitoring/nothing-recorded");
  return { id };
}
