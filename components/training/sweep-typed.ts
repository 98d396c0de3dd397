import {
  type AskedSweep,
  type Sweep,
  type SweepMethod,
  type SweepParameter,
  sweepSchema,
} from "@/lib/contracts/sweep";
import { SWEEP_VALUES } from "@/lib/contracts/sweep-problem";
import { OPTIMISERS, SCHEDULES, type TrainingValueName } from "@/lib/contracts/training-values";

/** Values whose choices are words. */
const WORDS: Partial<Record<TrainingValueName, readonly string[]>> = {
  optimiser: OPTIMISERS,
  schedule: SCHEDULES,
};

/** One varied value, as typed. */
export interface TypedParameter {
  readonly name: TrainingValueName;
  readonly way: "range" | "log" | "list";
  readonly from: string;
  readonly to: string;
  readonly step: string;
  /** With commas. */
  readonly list: string;
}

export interface TypedSweep {
  readonly method: SweepMethod;
  readonly runs: string;
  readonly hours: string;
  readonly isPruned: boolean;
  readonly parameters: readonly TypedParameter[];
}

export const FIRST_SWEEP: TypedSweep = {
  method: "tpe",
  runs: "12",
  hours: "",
  isPruned: true,
  parameters: [{ name: "lr", way: "log", from: "0.0001", to: "0.01", step: "", list: "" }],
};

/** A row for a value that no other row varies; undefined when all are taken. */
export function freshParameter(taken: readonly TypedParameter[]): TypedParameter | undefined {
  const name = SWEEP_VALUES.find((one) => !taken.some((other) => other.name === one));
  return name && startOf(name);
}

/** A row as it is when its value is chosen: words are listed, numbers wait for their ends. */
export function startOf(name: TrainingValueName): TypedParameter {
  const words = WORDS[name];
  const step = name === "imagePx" ? "32" : "";
  return {
    name,
    way: words || name === "trainer" ? "list" : "range",
    from: "",
    to: "",
    step,
    list: words?.join(", ") ?? "",
  };
}

export const hasWords = (name: TrainingValueName): boolean => name === "trainer" || WORDS[name] !== undefined;

const numberOf = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text));
const orNull = (text: string): number | null => (text.trim() === "" ? null : Number(text));

function parameterOf({ name, way, from, to, step, list }: TypedParameter): SweepParameter {
  if (way !== "list")
    return {
      from: numberOf(from),
      to: numberOf(to),
      step: way === "log" ? null : orNull(step),
      scale: way === "log" ? "log" : "linear",
    };
  const words = list
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
  return { values: hasWords(name) ? words : words.map(Number) };
}

/** What was typed as a request has it; null where something is no number yet. */
export function toSweep({ method, runs, hours, isPruned, parameters }: TypedSweep): Sweep | null {
  const asked: AskedSweep = {
    method,
    parameters: Object.fromEntries(parameters.map((one) => [one.name, parameterOf(one)])),
    budget: { runs: orNull(runs), hours: orNull(hours) },
    ...(isPruned ? {} : { pruning: null }),
  };
  return sweepSchema.safeParse(asked).data ?? null;
}
