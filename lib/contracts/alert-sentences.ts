import type { AlertReads } from "./alerts";

/** What a rule found, in numbers that its sentence needs. */
export interface AlertFacts {
  readonly team: string;
  readonly modelId: string;
  readonly value: number;
  readonly raiseAt: number;
  /** What the value is made of: a share before and now, or names. */
  readonly before?: number | undefined;
  readonly now?: number | undefined;
  readonly names?: readonly string[] | undefined;
  readonly rows?: number | undefined;
}

const percent = (share: number | undefined) => `${(100 * (share ?? 0)).toFixed(1)} %`;
const short = (value: number | undefined) => String(Number((value ?? 0).toPrecision(3)));

/** What moved, and by how much. */
export function alertSentence(reads: AlertReads, facts: AlertFacts): string {
  const { value, before, now, names = [], rows } = facts;
  const of = rows === undefined ? "" : ` (${rows} detections)`;
  const named =
    names.length === 0 ? "" : `: ${names.slice(0, 8).join(", ")}${names.length > 8 ? " and more" : ""}`;
  switch (reads.kind) {
    case "drift":
      return `${percent(value)} of the features drifted${named}${of}.`;
    case "feature":
      return value >= 1 ? `${reads.column} drifted${of}.` : `${reads.column} does not drift${of}.`;
    case "confidence":
      return `The surest box of a photo scores ${short(now)} on average, ${short(before)} before: ${short(value)} less${of}.`;
    case "wrong":
      return `People deleted or renamed ${percent(now)} of the model's boxes in ${reads.days} days, at least ${percent(value)} as far as can be said${of}.`;
    case "boxless":
      return `${percent(now)} of the photos had no box, ${percent(before)} before${of}.`;
    case "latency":
      return `A photo takes ${short(value)} times as long as before${named}: ${short(now)} ms, ${short(before)} ms before${of}.`;
    case "classes":
      return `${value} ${value === 1 ? "class is" : "classes are"} found far more or less often${named}${of}.`;
    case "heartbeat":
      return `No detection was recorded for ${Math.floor(value)} hours.`;
  }
}
