import { AppError } from "@/lib/core/errors";
import type { ResolvedModel } from "@/server/models/service";
import type { PhotoToAnswer } from "../answer-photo";
import type { Provider } from "../providers";
import { type Deferred, defer } from "./deferred";
import { type InferenceWorker, type PhotoAnswer, WorkerEnded } from "./inference-worker";
import { type Refusal, type Waiting, WaitingLine } from "./waiting-line";

/** A photo is tried once more when the worker that looked at it ends. */
const TRIES = 2;
/** Photos that a worker has at once: the next is decoded while the network runs, and no worker waits for the web server between two. */
const IN_HAND = 2;
/** Longer than the largest photo takes on a slow computer: a worker that is not done by then never will be, ms. */
const STUCK_MS = 120_000;

/** What somebody who watches the pool is told. */
export interface PoolObserver {
  refused?(why: Refusal): void;
  answered?(answer: Pick<PhotoAnswer, "timings" | "attempts" | "uses">): void;
  failed?(error: unknown): void;
  workerLost?(): void;
}

export interface PoolOptions {
  readonly open: () => InferenceWorker;
  /** Most workers: the first starts with the first photo or model, another when photos wait. */
  readonly size: number;
  /** Most photos that wait. */
  readonly capacity: number;
  /** Whether workers are told of photos that are alone, so that these have all cores. Default: not. */
  readonly tellsAlone?: boolean;
  /** A worker beyond the first ends after this long without work, ms. */
  readonly idleMs: number;
  readonly observer?: PoolObserver;
}

interface Job {
  readonly photo: Omit<PhotoToAnswer, "queueMs" | "isAlone">;
  readonly signal: AbortSignal;
  readonly answer: Deferred<PhotoAnswer>;
  tries: number;
}

interface Member {
  readonly worker: InferenceWorker;
  state: "starting" | "ready" | "ended";
  /** Photos that it was given and that are not answered. */
  inHand: number;
  /** When it was done with a photo last, ms. */
  doneAt: number;
  idleTimer?: NodeJS.Timeout;
}

export interface PoolState {
  readonly workers: number;
  readonly warm: number;
  /** Photos in the line. */
  readonly waiting: number;
  /** Photos that workers have. */
  readonly inFlight: number;
  /** Of all workers, those that have ended too. */
  readonly cpuSeconds: number;
  /** Memory of the workers that live, bytes. */
  readonly residentBytes: number;
}

/** Workers that run the network, with one line of photos in front of them. */
export class InferencePool {
  private members: Member[] = [];
  private readonly line: WaitingLine<Job>;
  /** Models that every worker keeps warm. */
  private readonly models = new Map<string, ResolvedModel>();
  /** Photos by model that wait or are looked at. */
  private readonly uses = new Map<string, number>();
  private endedCpuSeconds = 0;
  private isClosed = false;

  constructor(private readonly options: PoolOptions) {
    this.line = new WaitingLine({
      capacity: options.capacity,
      places: () => this.places(),
      onRefused: (why) => options.observer?.refused?.(why),
    });
  }

  get state(): PoolState {
    const living = this.living();
    const inFlight = living.reduce((total, { inHand }) => total + inHand, 0);
    const sum = (of: (usage: InferenceWorker["usage"]) => number) =>
      living.reduce((total, { worker }) => total + of(worker.usage), 0);
    return {
      cpuSeconds: this.endedCpuSeconds + sum(({ cpuSeconds }) => cpuSeconds),
      residentBytes: sum(({ residentBytes }) => residentBytes),
      workers: living.length,
      warm: living.filter(({ state }) => state !== "starting").length,
      waiting: this.line.length,
      inFlight,
    };
  }

  /** Whether a photo would be looked at without waiting for a worker or a model to load. */
  get isWarm(): boolean {
    return this.models.size > 0 && this.state.warm > 0;
  }

  /** Ids of the models that are kept warm. */
  get modelIds(): readonly string[] {
    return [...this.models.keys()];
  }

  /**
   * Whether no further photo may wait.
   * @param requests how many have come and are not answered, also those that are not in the line yet
   */
  isFullWith(requests: number): boolean {
    return this.line.isFull || requests >= this.options.capacity + this.options.size * IN_HAND;
  }

  /** What a photo is told while that is so. */
  fullRefusal(): AppError {
    return this.line.refusal();
  }

  /** @throws AppError detection/busy when a photo that came now would be refused */
  checkRoom(withinMs: number): void {
    this.line.checkRoom(withinMs);
  }

  /**
   * Looks at a photo when its turn comes.
   * @param signal aborted when nobody waits any longer: a photo in the line leaves it, and one that is decoded goes no further
   * @throws AppError detection/busy, detection/cancelled, and what a worker throws
   */
  async detect(
    photo: Job["photo"],
    { withinMs, signal }: { readonly withinMs: number; readonly signal: AbortSignal },
  ): Promise<PhotoAnswer> {
    if (signal.aborted) throw new AppError("detection/cancelled", { cause: signal.reason });
    const answer = defer<PhotoAnswer>();
    const job = { photo, signal, answer, tries: 0 };
    const waiting = this.line.add(job, withinMs, answer.reject);
    const timer = setTimeout(() => this.line.expire(waiting), withinMs);
    const leave = () => {
      this.line.leave(waiting);
      answer.reject(new AppError("detection/cancelled", { cause: signal.reason }));
    };
    signal.addEventListener("abort", leave, { once: true });
    this.use(photo.model.id, 1);
    this.pump();
    return answer.promise.finally(() => {
      clearTimeout(timer);
      signal.removeEventListener("abort", leave);
      this.use(photo.model.id, -1);
    });
  }

  /**
   * Loads a model into every worker, one after the other, so that the others go on meanwhile; starts the first worker.
   * @returns where it runs
   * @throws AppError model/…, detection/no-backend
   */
  async warm(model: ResolvedModel): Promise<Provider> {
    if (this.living().length === 0) this.start();
    let provider: Provider | undefined;
    try {
      for (const member of this.living()) provider = (await loadInto(member, model)) ?? provider;
    } catch (error) {
      // a worker that starts later need not try it
      this.models.delete(model.id);
      throw error;
    }
    if (!provider) throw new AppError("detection/no-backend");
    this.models.set(model.id, model);
    return provider;
  }

  /** Frees a model, once no photo that came before needs it. */
  release(modelId: string): void {
    this.models.delete(modelId);
    this.freeUnused(modelId);
  }

  /** Ends all workers; what waits is refused. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.line.refuseAll(new AppError("detection/cancelled"));
    await Promise.all(this.living().map(({ worker }) => worker.end()));
  }

  private living(): readonly Member[] {
    return this.members.filter(({ state }) => state !== "ended");
  }

  private places() {
    const living = this.living();
    return {
      all: living.length || this.options.size,
      free: living.filter(({ state, inHand }) => state === "ready" && inHand === 0).length,
      ahead: living.reduce((total, { inHand }) => total + Math.max(0, inHand - 1), 0),
    };
  }

  private use(modelId: string, change: 1 | -1): void {
    const uses = (this.uses.get(modelId) ?? 0) + change;
    if (uses > 0) this.uses.set(modelId, uses);
    else this.uses.delete(modelId);
    if (change < 0) this.freeUnused(modelId);
  }

  private freeUnused(modelId: string): void {
    if (this.models.has(modelId) || this.uses.has(modelId)) return;
    for (const { worker } of this.living()) worker.release(modelId);
  }

  /** Gives waiting photos to free workers, starts another worker while photos wait, and gives all of them one ahead. */
  private pump(): void {
    this.give(1);
    const living = this.living();
    const areAll = living.length >= this.options.size && living.every(({ state }) => state === "ready");
    if (areAll) this.give(IN_HAND);
    else if (this.line.length > 0 && living.length < this.options.size) this.startOne(living);
  }

  /** Gives waiting photos to workers that have fewer than `most`. */
  private give(most: number): void {
    for (const member of this.members) {
      if (member.state !== "ready" || member.inHand >= most) continue;
      const next = this.line.take();
      if (!next) return;
      void this.work(member, next);
    }
  }

  private startOne(living: readonly Member[]): void {
    if (!living.some(({ state }) => state === "starting")) this.start();
  }

  private start(): void {
    if (this.isClosed) return;
    const member: Member = { worker: this.options.open(), state: "starting", inHand: 0, doneAt: 0 };
    this.members.push(member);
    void member.worker.ended.then(() => this.lose(member));
    void this.makeReady(member);
  }

  private async makeReady(member: Member): Promise<void> {
    try {
      await member.worker.started;
      for (const model of this.models.values()) await member.worker.load(model);
    } catch (cause) {
      this.lose(member, cause);
      await member.worker.end();
      return;
    }
    if (member.state !== "ended") member.state = "ready";
    this.rest(member);
  }

  private rest(member: Member): void {
    if (member.state === "ended") return;
    if (member.inHand === 0 && this.living().length > 1) {
      member.idleTimer = setTimeout(() => this.endIdle(member), this.options.idleMs);
      member.idleTimer.unref();
    }
    this.pump();
  }

  private endIdle(member: Member): void {
    const isIdle = member.state === "ready" && member.inHand === 0;
    if (isIdle && this.living().length > 1) void member.worker.end();
  }

  private lose(member: Member, cause?: unknown): void {
    if (member.state === "ended") return;
    const { state, inHand } = member;
    member.state = "ended";
    this.endedCpuSeconds += member.worker.usage.cpuSeconds;
    clearTimeout(member.idleTimer);
    this.members = this.living().slice();
    if (this.isClosed) return;
    if (inHand > 0) this.options.observer?.workerLost?.();
    // one that cannot even start: another try would go on for ever; the next photo makes it
    const isHopeless = state === "starting" && this.members.length === 0;
    if (isHopeless) this.line.refuseAll(new AppError("detection/no-backend", { cause }));
    else this.pump();
  }

  private async work(member: Member, waiting: Waiting<Job>): Promise<void> {
    const { work: job, since } = waiting;
    member.inHand++;
    clearTimeout(member.idleTimer);
    job.tries++;
    const started = performance.now();
    const timer = setTimeout(() => {
      // it would be stuck again with another worker
      job.tries = TRIES;
      void member.worker.end();
    }, STUCK_MS);
    timer.unref();
    try {
      const isAlone =
        (this.options.tellsAlone ?? false) && this.line.length === 0 && this.state.inFlight === 1;
      const photo = { ...job.photo, queueMs: started - since, isAlone };
      const answer = await member.worker.detect(photo, job.signal);
      // what was given ahead waited for the one before it
      this.line.noteWork(performance.now() - Math.max(started, member.doneAt));
      this.options.observer?.answered?.(answer);
      job.answer.resolve(answer);
    } catch (error) {
      this.fail(member, waiting, error);
    } finally {
      clearTimeout(timer);
      member.inHand--;
      member.doneAt = performance.now();
    }
    this.rest(member);
  }

  private fail(member: Member, waiting: Waiting<Job>, error: unknown): void {
    const { answer, signal, tries } = waiting.work;
    const isLost = error instanceof WorkerEnded;
    if (isLost) this.lose(member);
    if (isLost && tries < TRIES && !signal.aborted && !this.isClosed) {
      this.line.putFirst(waiting);
      this.pump();
      return;
    }
    const reason = isLost ? new AppError("detection/backend-failed", { cause: error }) : error;
    if (!signal.aborted) this.options.observer?.failed?.(reason);
    answer.reject(reason);
  }
}

/** @returns where it runs; undefined where the worker ended meanwhile */
async function loadInto({ worker }: Member, model: ResolvedModel): Promise<Provider | undefined> {
  try {
    await worker.started;
    return await worker.load(model);
  } catch (error) {
    if (error instanceof WorkerEnded) {
      console.warn("detection: a worker ended while it loaded a model:", error.cause);
      return undefined;
    }
    throw error;
  }
}
