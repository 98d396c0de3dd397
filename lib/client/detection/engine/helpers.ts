import type { Engine } from "./engine";
import type { HelperStart } from "./thread";

/** A thread more is kept if it takes at least this share off a run. */
const WORTH = 0.1;
/** Runs that are timed for each number of threads. */
const TIMED_RUNS = 3;
const PROBE_MS = 200;
const START_MS = 5000;

export interface HelperOptions {
  /** Address of the helper's script. */
  readonly url: string;
  /** Threads in all, the first included. */
  readonly most: number;
  /** Take all of them without asking whether they pay. */
  readonly isFixed: boolean;
}

/**
 * The threads beside the detection worker's own. Which number pays is found by trying: another program may have the
 * cores, or the cores may be slow ones.
 */
export class Helpers {
  private readonly workers: Worker[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly options: HelperOptions,
  ) {}

  /** Threads in all. */
  get threads(): number {
    return this.workers.length + 1;
  }

  /** Starts as many as pay. A thread that does not start is left out. */
  async start(): Promise<void> {
    const { most, isFixed } = this.options;
    const blank = new Float32Array(this.engine.inputLength);
    const begun = performance.now();
    let best = isFixed ? Number.POSITIVE_INFINITY : this.time(blank);
    while (this.threads < most && (isFixed || performance.now() - begun < PROBE_MS)) {
      if (!(await this.add())) return;
      const time = isFixed ? 0 : this.time(blank);
      if (time > best * (1 - WORTH)) {
        this.remove();
        return;
      }
      best = time;
    }
  }

  stop(): void {
    while (this.workers.length > 0) this.remove();
  }

  /** The shortest of a few runs: other work can only make them longer. */
  private time(blank: Float32Array): number {
    let shortest = Number.POSITIVE_INFINITY;
    for (let run = 0; run < TIMED_RUNS; run++) {
      const start = performance.now();
      this.engine.run(blank);
      shortest = Math.min(shortest, performance.now() - start);
    }
    return shortest;
  }

  private async add(): Promise<boolean> {
    const { shared } = this.engine;
    if (!shared) return false;
    const worker = new Worker(this.options.url);
    const isReady = await new Promise<boolean>((resolve) => {
      setTimeout(resolve, START_MS, false);
      worker.onmessage = () => resolve(true);
      worker.onerror = (event) => {
        event.preventDefault();
        resolve(false);
      };
      worker.postMessage({ ...shared, thread: this.threads } satisfies HelperStart);
    });
    if (!isReady) {
      worker.terminate();
      return false;
    }
    this.workers.push(worker);
    this.engine.helpers = this.workers.length;
    return true;
  }

  /** Between two runs a helper sleeps, so that ending it leaves nothing undone. */
  private remove(): void {
    this.workers.pop()?.terminate();
    this.engine.helpers = this.workers.length;
  }
}
