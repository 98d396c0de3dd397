/**
 * How threads share a run without waiting for one that the system delays. Every step is cut into pieces; a thread
 * takes the next piece by an atomic counter and goes on to the next step once all pieces are done, whoever did them.
 * Helpers that start late or never cost nothing.
 */

const [STATE, ACTIVE, FAILED] = [0, 1, 2];
/** Where the counters of pieces taken and done begin. */
const COUNTERS = 16;
/**
 * A thread looks again and again for this long before it sleeps: about as long as the longest piece. Being woken takes a tenth of a
 * millisecond where the system has put the core to sleep meanwhile, and a run has a hundred steps.
 */
const AWAIT_MS = 0.3;
/** A sleeper looks again after this long even if nobody wakes it. */
const NAP_MS = 2;
/** A helper that was woken stays awake this long for a run that is about to open. */
const AWAKE_MS = 25;
/** Looks at a counter between two at the clock. */
const LOOKS = 500;

/** Int32 values that sharing a network of so many steps needs. */
export const controlLength = (steps: number): number => COUNTERS + steps * 2;

export interface Pieces {
  readonly pieces: number;
  /** Only the first thread can run it. */
  readonly mine: boolean;
}

export type RunPiece = (step: number, piece: number) => void;

/** Waits until the value is no longer `old`. */
function waitWhile(control: Int32Array, index: number, old: number): void {
  const since = performance.now();
  do {
    for (let look = 0; look < LOOKS; look++) if (Atomics.load(control, index) !== old) return;
  } while (performance.now() - since < AWAIT_MS);
  Atomics.wait(control, index, old, NAP_MS);
}

function work(control: Int32Array, steps: readonly Pieces[], runPiece: RunPiece, isFirst: boolean): void {
  for (let step = 0; step < steps.length; step++) {
    const { pieces, mine } = steps[step]!;
    const taken = COUNTERS + step * 2;
    const done = taken + 1;
    if (isFirst || !mine) {
      for (;;) {
        const piece = Atomics.add(control, taken, 1);
        if (piece >= pieces) break;
        runPiece(step, piece);
        if (Atomics.add(control, done, 1) + 1 === pieces) Atomics.notify(control, done);
      }
    }
    for (;;) {
      const finished = Atomics.load(control, done);
      if (finished >= pieces) break;
      // its piece will never be done
      if (Atomics.load(control, FAILED) > 0) throw new Error("a helper's thread failed");
      waitWhile(control, done, finished);
    }
  }
}

/**
 * A whole run by the first thread, with any helpers that are ready.
 * @throws Error if a helper fails, then and ever after
 */
export function runShared(control: Int32Array, steps: readonly Pieces[], runPiece: RunPiece): void {
  for (let step = 0; step < steps.length; step++) {
    Atomics.store(control, COUNTERS + step * 2, 0);
    Atomics.store(control, COUNTERS + step * 2 + 1, 0);
  }
  // odd: open for helpers
  Atomics.add(control, STATE, 1);
  Atomics.notify(control, STATE);
  try {
    work(control, steps, runPiece, true);
  } finally {
    Atomics.add(control, STATE, 1);
  }
  // a helper that is still inside must leave before the counters begin again
  for (;;) {
    const active = Atomics.load(control, ACTIVE);
    if (active === 0) return;
    waitWhile(control, ACTIVE, active);
  }
}

/**
 * Wakes helpers for a run that follows within some milliseconds: by the time it opens, the system has given them cores.
 */
export function wakeHelpers(control: Int32Array): void {
  Atomics.notify(control, STATE);
}

/** Helps with one run, once one is open; sleeps until then. For a helper's thread, which does nothing else. */
export function helpOnce(control: Int32Array, steps: readonly Pieces[], runPiece: RunPiece): void {
  const state = Atomics.load(control, STATE);
  if (state % 2 === 0) {
    Atomics.wait(control, STATE, state);
    const woken = performance.now();
    while (Atomics.load(control, STATE) === state && performance.now() - woken < AWAKE_MS) {
      for (let look = 0; look < LOOKS && Atomics.load(control, STATE) === state; look++);
    }
    return;
  }
  Atomics.add(control, ACTIVE, 1);
  try {
    // only if it is still open: the first thread closes before it looks for helpers inside
    if (Atomics.load(control, STATE) === state) work(control, steps, runPiece, false);
  } catch (error) {
    Atomics.store(control, FAILED, 1);
    throw error;
  } finally {
    Atomics.sub(control, ACTIVE, 1);
    Atomics.notify(control, ACTIVE);
  }
  // this run is done; wait for the next
  if (Atomics.load(control, STATE) === state) waitWhile(control, STATE, state);
}
