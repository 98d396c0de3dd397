import { type RetrainingSettings, retrainingSettingsSchema } from "@/lib/contracts/retraining";
import type { TrainingValueName, TrainingValues } from "@/lib/contracts/training-values";
import { FIELDS, givenValues } from "../value-fields";

/** Cron lines that a list offers. */
export const USUAL_TIMES = { weekly: "0 3 * * 1", daily: "0 3 * * *" } as const;
export const TIMES = ["never", "weekly", "daily", "own"] as const;
export type Times = (typeof TIMES)[number];

/** The form as typed. */
export interface TypedRetraining
  extends Omit<RetrainingSettings, "afterCorrections" | "cron" | "epochs" | "values"> {
  readonly afterCorrections: string;
  readonly times: Times;
  readonly cron: string;
  readonly epochs: string;
  /** Of those that have a field. */
  readonly values: Readonly<Partial<Record<TrainingValueName, string>>>;
  /** Set by the API, and kept. */
  readonly otherValues: TrainingValues;
}

export function toTyped({
  afterCorrections,
  cron,
  epochs,
  values,
  ...rest
}: RetrainingSettings): TypedRetraining {
  const own = Object.entries(values);
  const usual = TIMES.find((one) => one !== "never" && one !== "own" && USUAL_TIMES[one] === cron);
  return {
    ...rest,
    afterCorrections: afterCorrections === null ? "" : String(afterCorrections),
    times: cron === null ? "never" : (usual ?? "own"),
    cron: cron ?? USUAL_TIMES.weekly,
    epochs: String(epochs),
    values: Object.fromEntries(
      own.filter(([name]) => FIELDS.includes(name)).map(([name, value]) => [name, String(value)]),
    ),
    otherValues: Object.fromEntries(own.filter(([name]) => !FIELDS.includes(name))),
  };
}

function cronOf({ times, cron }: TypedRetraining): string | null {
  if (times === "never") return null;
  return times === "own" ? cron : USUAL_TIMES[times];
}

/** What is to be saved, or which fields cannot be. */
export function toSettings(typed: TypedRetraining) {
  const { times: _, otherValues, values, ...rest } = typed;
  const { afterCorrections, epochs } = typed;
  const parsed = retrainingSettingsSchema.safeParse({
    ...rest,
    afterCorrections: afterCorrections.trim() === "" ? null : Number(afterCorrections),
    cron: cronOf(typed),
    epochs: Number(epochs),
    values: { ...otherValues, ...givenValues(values) },
  });
  const wrong = new Set(parsed.error?.issues.map(({ path }) => path.at(-1)));
  return { settings: parsed.data, wrong };
}
