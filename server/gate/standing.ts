import type { GateStanding } from "@/lib/contracts/promotion-gate";
import { AppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import { championId } from "@/server/models/service";
import { findNewestVerdictAgainst } from "./repository";

/** What the gate's newest verdict against today's champion says of a model: one against another says nothing of today. */
export async function standingOf(modelId: string): Promise<GateStanding> {
  const champion = await championId();
  const verdict = await findNewestVerdictAgainst(connection(), modelId, champion);
  return {
    standing: verdict?.report.verdict ?? "not-measured",
    championId: champion,
    verdictId: verdict?.id ?? null,
  };
}

/**
 * Lets only models through that passed the gate against today's champion.
 * @throws AppError model/not-passed
 */
export async function requirePassed(modelId: string): Promise<void> {
  const { standing, championId: champion } = await standingOf(modelId);
  // the champion itself is told so by whoever promotes it
  if (standing === "passed" || modelId === champion) return;
  throw new AppError("model/not-passed", { facts: { model: modelId, verdict: standing, champion } });
}
