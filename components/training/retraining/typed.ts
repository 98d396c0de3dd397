import { type RetrainingSettings, retrainingSettingsSchema } from "@/lib/contracts/retraining";

/** Cron lines that a list offers. */
export const USUAL_TIMES = { weekly: "0 3 * * 1", daily: "0 3 * * *" } as const;
export const TIMES = ["never", "weekly", "daily", "own"] as const;
export type Times = (typeof TIMES)[number];

/** The form as typed. */
export interface TypedRetraining extends Omit<RetrainingSettings, "afterCorrections" | "cron" | "epochs"> {
  readonly afterCorrections: string;
  readonly times: Times;
  readonly cron: string;
  readonly epochs: string;
}

export function toTyped({ afterCorrections, cron, epochs, ...rest }: RetrainingSettings): TypedRetraining {
  const usual = TIMES.find((one) => one !== "never" && one !== "own" && USUAL_TIMES[one] === cron);
  return {
    ...rest,
    afterCorrections: afterCorrections === null ? "" : String(afterCorrections),
    times: cron === null ? "never" : (usual ?? "own"),
    cron: cron ?? USUAL_TIMES.weekly,
    epochs: String(epochs),
  };
}

function cronOf({ times, cron }: TypedRetraining): string | null {
  if (times === "never") return null;
  return times === "own" ? cron : USUAL_TIMES[times];
}

/** What is to be saved, or which fields cannot be. */
export function toSettings(typed: TypedRetraining) {
  const { times: _, ...rest } = typed;
  const { afterCorrections, epochs } = typed;
  const parsed = retrainingSettingsSchema.safeParse({
    ...rest,
    afterCorrections: afterCorrections.trim() === "" ? null : Number(afterCorrections),
    cron: cronOf(typed),
    epochs: Number(epochs),
  });
  const wrong = new Set(parsed.error?.issues.map(({ path }) => path[0]));
  return { settings: parsed.data, wrong };
}
