import { z } from "zod";
import type { ShownReference } from "@/lib/contracts/monitor-page";
import { type ChosenReference, chosenReferenceSchema } from "@/lib/contracts/monitoring";
import { AppError } from "@/lib/core/errors";
import { changeTeamSetting, readTeamSetting, type Setting } from "@/server/settings/service";
import { keptDays } from "../kept-days";
import { figuresOf } from "../training/training-figures";
import { addDays } from "./periods";

/** A model's first two weeks are what later weeks are compared with, until somebody chooses other days. */
export const FIRST_DAYS = 14;

const CHOSEN: Setting<Readonly<Record<string, ChosenReference>>> = {
  name: "monitoring-references",
  schema: z.record(z.string(), chosenReferenceSchema),
  initial: {},
};

/**
 * What a model's days are compared with: days, of which only those that are still kept can be compared with, or its training
 * data where that was chosen and looked at. Days are told beside it too: times and devices, which a photo lacks, are compared with those.
 */
export async function referenceOf(
  teamId: string,
  { modelId, first }: { readonly modelId: string; readonly first: string },
  today: string,
): Promise<ShownReference> {
  const chosen = (await readTeamSetting(CHOSEN, teamId))[modelId];
  const training = await figuresOf(teamId, modelId);
  if (chosen && "from" in chosen)
    return { ...chosen, training, isTraining: false, isChosen: true, isMoved: false };
  const kept = addDays(today, 1 - keptDays().events);
  const from = first < kept ? kept : first;
  const days = { from, to: addDays(from, FIRST_DAYS - 1), isMoved: from !== first };
  // figures that went with their team's data leave the first weeks
  return { ...days, training, isTraining: Boolean(chosen && training), isChosen: false };
}

/**
 * @param reference null: the model's first weeks again
 * @throws AppError monitoring/no-training-data where its training data was not looked at
 */
export async function setReference(
  teamId: string,
  modelId: string,
  reference: ChosenReference | null,
): Promise<void> {
  if (reference && "isTraining" in reference && !(await figuresOf(teamId, modelId)))
    throw new AppError("monitoring/no-training-data");
  const { [modelId]: _, ...others } = await readTeamSetting(CHOSEN, teamId);
  await changeTeamSetting(CHOSEN, teamId, reference ? { ...others, [modelId]: reference } : others);
}
