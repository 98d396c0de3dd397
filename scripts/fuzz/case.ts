import { createRandom } from "@/lib/core/metrics/random";
import type { Random } from "./mutate";

/** One number out of seed, target and case: any case can be made again alone. */
export function randomOf(seed: number, target: string, index: number): Random {
  let hash = 2_166_136_261;
  for (const sign of `${seed}/${target}/${index}`)
    hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 16_777_619);
  return createRandom(hash);
}

/** Longer than this is a hang. */
export const HANG_MS = 5_000;

export interface FuzzFinding {
  readonly target: string;
  readonly index: number;
  /** "crash", "hang", "500", "path shown" … */
  readonly kind: string;
  readonly detail: string;
}

/** Results of a target's cases. */
export interface FuzzOutcome {
  readonly target: string;
  readonly runs: number;
  /** Taken, and refused with a sentence. */
  readonly taken: number;
  readonly refused: number;
  readonly slowestMs: number;
  /** Most memory of the process that did the work, MB. */
  readonly peakMegabytes: number;
  readonly findings: readonly FuzzFinding[];
}
