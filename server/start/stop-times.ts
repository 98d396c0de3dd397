/** How long the web server takes to end, as `drain.cjs` does it. */
export interface StopTimes {
  /** It says that it is not ready, and still answers. */
  readonly drainSeconds: number;
  /** It takes nothing new, and finishes what it has begun. */
  readonly finishSeconds: number;
}

/** Somebody at the terminal waits for Ctrl-C; where others drain, long uploads get as long again. */
const SHORTEST_FINISH_SECONDS = 6;
/** Between the last answer and the end of the process. */
const SPARE_MS = 2_000;
const KILLED_WITHIN_MS = 5_000;

export function stopTimes(drainSeconds: number): StopTimes {
  return { drainSeconds, finishSeconds: Math.max(SHORTEST_FINISH_SECONDS, drainSeconds) };
}

/** Signals that end the web server, and how long each is given. */
export function stopSteps({ drainSeconds, finishSeconds }: StopTimes) {
  const waitMs = (drainSeconds + finishSeconds) * 1_000 + SPARE_MS;
  return [
    { signal: "SIGTERM", waitMs },
    { signal: "SIGKILL", waitMs: KILLED_WITHIN_MS },
  ] as const;
}
