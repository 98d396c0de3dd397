/** Why a retraining is looked into. */
export const RETRAINING_CAUSES = ["drift", "clock", "corrections"] as const;
export type RetrainingCause = (typeof RETRAINING_CAUSES)[number];

/** Fewer new photos than this teach nothing that can be told from chance. */
export const LEAST_NEW_PHOTOS = 10;
/** Fewer, and neither the training nor the choice among its checkpoints means anything. */
export const LEAST_TRAIN_PHOTOS = 40;
export const LEAST_VALIDATION_PHOTOS = 10;

/** A drift rule's word stands so long, until there are photos to train on. */
const DRIFT_DAYS = 14;
const DAY_MS = 86_400_000;

export interface RetrainingState {
  readonly afterCorrections: number | null;
  readonly onDrift: boolean;
  /** When the clock says so next; null for never. */
  readonly nextAt: Date | null;
  /** When a drift rule fired that nothing was done about yet. */
  readonly driftAt: Date | null;
  /** Corrections accepted since the newest training. */
  readonly newCorrections: number;
}

/** Whether a drift rule's word still stands. */
export const isFresh = (driftAt: Date, now: Date) => now.getTime() - driftAt.getTime() < DRIFT_DAYS * DAY_MS;

/** The cause for which a retraining is due now, the most telling one first. */
export function causeDue(state: RetrainingState, now: Date): RetrainingCause | undefined {
  const { afterCorrections, onDrift, nextAt, driftAt, newCorrections } = state;
  if (onDrift && driftAt && isFresh(driftAt, now)) return "drift";
  if (nextAt && nextAt <= now) return "clock";
  if (afterCorrections !== null && newCorrections >= afterCorrections) return "corrections";
  return undefined;
}

/** Photos of a version, as its summary counts them. */
export interface VersionPhotos {
  readonly train: number;
  readonly val: number;
  /** Of the largest frozen set. */
  readonly frozen: number;
}

export type TooLittle = "too-few-photos" | "no-frozen";

/** Why a version is too little to train on and to judge by. */
export function tooLittle({ train, val, frozen }: VersionPhotos, leastFrozen: number): TooLittle | undefined {
  if (train < LEAST_TRAIN_PHOTOS || val < LEAST_VALIDATION_PHOTOS) return "too-few-photos";
  return frozen < leastFrozen ? "no-frozen" : undefined;
}
