import { AppError } from "@/lib/core/errors";

/** Somebody's photo, waiting for a network. */
export interface Waiting<T> {
  readonly work: T;
  /** When it was put in the line, ms. */
  readonly since: number;
  /** When its answer must be there, ms. */
  readonly until: number;
  /** Told when it is taken out of the line without being worked on. */
  readonly refuse: (reason: AppError) => void;
}

/** Why a photo was turned away: the line is full, its answer would come too late, or it did. */
export type Refusal = "full" | "too-late" | "expired";

export interface LineOptions {
  /** Most photos that wait. */
  readonly capacity: number;
  /** How many can be worked on at once just now, how many of these are free, and how many photos were given out ahead of their turn. */
  readonly places: () => { readonly all: number; readonly free: number; readonly ahead: number };
  /** Told of each photo that is turned away. */
  readonly onRefused?: (why: Refusal) => void;
  /** The clock, ms. */
  readonly now?: () => number;
}

/** How much the newest photo's time counts in the mean. */
const NEWEST_SHARE = 0.2;
/** With this share of its time left, a photo is looked at however long others took. */
const LEAST_LEFT = 0.25;
/** Longest that somebody is told to wait before another try. */
const MOST_SECONDS = 30;

/**
 * Photos that wait for a network, first come first served. It has an end, and each photo a time by which its answer must be
 * there: one that cannot be looked at in time is refused at once instead of after the wait.
 */
export class WaitingLine<T> {
  private readonly waiting: Waiting<T>[] = [];
  private workMs: number | undefined;
  /** When the last of those who were refused was told to come again, ms. */
  private nextTry = 0;
  private readonly now: () => number;

  constructor(private readonly options: LineOptions) {
    this.now = options.now ?? (() => performance.now());
  }

  get length(): number {
    return this.waiting.length;
  }

  get isFull(): boolean {
    return this.waiting.length >= this.options.capacity;
  }

  /** Milliseconds until a photo that came now would be answered; 0 as long as none was looked at. */
  expectedMs(): number {
    const { all, free, ahead } = this.options.places();
    // those before it, itself, and those that are worked on, which are half done on average
    const rounds = (ahead + this.waiting.length + 1) / Math.max(1, all) + (free > 0 ? 0 : 0.5);
    return rounds * (this.workMs ?? 0);
  }

  /**
   * @param withinMs how long somebody waits for the answer
   * @throws AppError detection/busy when a photo that came now would be refused
   */
  checkRoom(withinMs: number): void {
    if (this.isFull) throw this.busy("full");
    // a free place takes it, however long the photos before it took: only another one can show that this is over
    const isNext = this.waiting.length === 0 && this.options.places().free > 0;
    if (!isNext && this.expectedMs() > withinMs) throw this.busy("too-late");
  }

  /** @throws AppError detection/busy as `checkRoom` */
  add(work: T, withinMs: number, refuse: Waiting<T>["refuse"]): Waiting<T> {
    this.checkRoom(withinMs);
    const since = this.now();
    const waiting = { work, since, until: since + withinMs, refuse };
    this.waiting.push(waiting);
    return waiting;
  }

  /** The next whose answer can still come in time; those whose turn came too late for it are refused. */
  take(): Waiting<T> | undefined {
    for (;;) {
      const next = this.waiting.shift();
      if (!next) return undefined;
      // after a slow photo the mean is no reason to refuse somebody who has most of their time left
      const neededMs = Math.min(this.workMs ?? 0, (next.until - next.since) * LEAST_LEFT);
      if (this.now() + neededMs <= next.until) return next;
      next.refuse(this.busy("expired"));
    }
  }

  /** Puts one that was taken out back in front of all others. */
  putFirst(one: Waiting<T>): void {
    this.waiting.unshift(one);
  }

  /** Takes one out whose time is over. */
  expire(one: Waiting<T>): void {
    if (this.leave(one)) one.refuse(this.busy("expired"));
  }

  /** Takes one out that nobody waits for any longer; false when it is not in the line. */
  leave(one: Waiting<T>): boolean {
    const at = this.waiting.indexOf(one);
    if (at >= 0) this.waiting.splice(at, 1);
    return at >= 0;
  }

  /** Empties the line. */
  refuseAll(reason: AppError): void {
    for (const { refuse } of this.waiting.splice(0)) refuse(reason);
  }

  /** Notes how long a network was busy with a photo. */
  noteWork(ms: number): void {
    this.workMs = this.workMs === undefined ? ms : this.workMs + (ms - this.workMs) * NEWEST_SHARE;
  }

  /** What somebody is told for whom there is no place, although the line may not show it yet. */
  refusal(): AppError {
    return this.busy("full");
  }

  /** Those who are refused are told different times, twice as many as can be answered: some never come again. */
  private busy(why: Refusal): AppError {
    this.options.onRefused?.(why);
    const now = this.now();
    const spacing = (this.workMs ?? 0) / Math.max(1, this.options.places().all) / 2;
    const next = Math.max(this.nextTry, now + this.expectedMs()) + spacing;
    this.nextTry = Math.min(next, now + MOST_SECONDS * 1_000);
    const seconds = Math.max(1, Math.ceil((this.nextTry - now) / 1_000));
    return new AppError("detection/busy", { facts: { seconds, why } });
  }
}
