/** One stretch of time named in a step, for a timer. */
export interface StepDuration {
  /** The words in the step: "20 to 25 minutes". */
  readonly text: string;
  readonly start: number;
  /** The shorter end, in seconds: one looks before it is too late. */
  readonly seconds: number;
}

const SECONDS_IN = { second: 1, minute: 60, hour: 3600 } as const;
const DURATION =
  /(?<every>every |another )?\b(?<low>\d+(?:\.\d+)?)(?<half> 1\/2)?(?: ?(?:to|or|-|–) ?\d+(?:\.\d+)?)? ?(?<unit>second|minute|hour)s?\b/gi;

/** Finds the times a step names ("simmer for 20 to 25 minutes", "1 1/2 hours"); "every 5 minutes" is a rhythm, not a time. */
export function findDurations(step: string): StepDuration[] {
  const found: StepDuration[] = [];
  for (const match of step.matchAll(DURATION)) {
    const { every, low, half, unit } = match.groups ?? {};
    if (every?.toLowerCase().startsWith("every") || low === undefined || unit === undefined) continue;
    const amount = Number(low) + (half ? 0.5 : 0);
    const lead = every?.length ?? 0;
    const perUnit = SECONDS_IN[unit.toLowerCase() as keyof typeof SECONDS_IN];
    found.push({
      text: match[0].slice(lead),
      start: (match.index ?? 0) + lead,
      seconds: Math.round(amount * perUnit),
    });
  }
  return found;
}
