import type { GateStanding } from "@/lib/contracts/promotion-gate";
import { AppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import { championId } from "@/server/models/service";
import { findNewestVerdictAgainst } from "./repository";

/** A model's newest gate verdict against today's champion; verdicts against earlier champions do not count. */
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
  // for the champion itself, promoting gives its own error
  if (standing === "passed" || modelId === champion) return;
  throw new AppError("model/not-passed", { facts: { model: modelId, verdict: standing, champion } });
}
