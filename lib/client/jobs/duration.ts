/** A duration in words: one unit, rounded as people do. */
export interface SpokenDuration {
  readonly unit: "seconds" | "minutes" | "hours";
  readonly value: number;
}

const MINUTE = 60;
const HOUR = 3_600;

/** @param seconds at or above 0; under a minute in steps of five, since an estimate that jitters is not read */
export function spokenDuration(seconds: number): SpokenDuration {
  if (seconds < 55) return { unit: "seconds", value: Math.max(5, Math.round(seconds / 5) * 5) };
  if (seconds < 90 * MINUTE) return { unit: "minutes", value: Math.max(1, Math.round(seconds / MINUTE)) };
  return { unit: "hours", value: Math.round((seconds / HOUR) * 2) / 2 };
}
