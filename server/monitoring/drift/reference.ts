import { z } from "zod";
import type { ShownReference } from "@/lib/contracts/monitor-page";
import { type Reference, referenceSchema } from "@/lib/contracts/monitoring";
import { changeTeamSetting, readTeamSetting, type Setting } from "@/server/settings/service";
import { keptDays } from "../kept-days";
import { addDays } from "./periods";

/** A model's first two weeks are what later weeks are compared with, until somebody chooses other days. */
export const FIRST_DAYS = 14;

const CHOSEN: Setting<Readonly<Record<string, Reference>>> = {
  name: "monitoring-references",
  schema: z.record(z.string(), referenceSchema),
  initial: {},
};

/** The days that a model's others are compared with. Only days that are still kept can be compared with. */
export async function referenceOf(
  teamId: string,
  { modelId, first }: { readonly modelId: string; readonly first: string },
  today: string,
): Promise<ShownReference> {
  const chosen = (await readTeamSetting(CHOSEN, teamId))[modelId];
  if (chosen) return { ...chosen, isChosen: true, isMoved: false };
  const kept = addDays(today, 1 - keptDays().events);
  const from = first < kept ? kept : first;
  return { from, to: addDays(from, FIRST_DAYS - 1), isChosen: false, isMoved: from !== first };
}

/** @param reference null: the model's first weeks again */
export async function setReference(
  teamId: string,
  modelId: string,
  reference: Reference | null,
): Promise<void> {
  const { [modelId]: _, ...others } = await readTeamSetting(CHOSEN, teamId);
  await changeTeamSetting(CHOSEN, teamId, reference ? { ...others, [modelId]: reference } : others);
}
