import type { RemoteAttempt, RemoteUse } from "@/lib/contracts/detection-api";
import type { RemoteFigures } from "@/lib/contracts/remote-endpoints";

/** Of how many answers the times are kept. */
const TIMES = 200;

interface Counted {
  answered: number;
  failed: number;
  lastFailure?: { readonly why: NonNullable<RemoteAttempt["failure"]>; readonly at: string };
  use?: RemoteUse;
  readonly times: number[];
}

/** By address. On globalThis, because a bundler may load this module more than once. */
const holder = globalThis as { forageRemoteFigures?: Map<string, Counted> };

function figures(): Map<string, Counted> {
  holder.forageRemoteFigures ??= new Map();
  return holder.forageRemoteFigures;
}

function countedOf(url: string): Counted {
  const counted = figures().get(url) ?? { answered: 0, failed: 0, times: [] };
  figures().set(url, counted);
  return counted;
}

/** Keeps which servers the process that looked at a photo asks. */
export function noteUses(uses: readonly RemoteUse[]): void {
  for (const use of uses) countedOf(use.url).use = use;
}

/** Whether photos of this replica go there; undefined before a model was loaded. */
export function seenUseOf(url: string): RemoteUse | undefined {
  return figures().get(url)?.use;
}

/** Whether the process that looked at a photo last asks it. */
export function isUsed(url: string): boolean {
  const use = seenUseOf(url);
  return use !== undefined && use.failure === undefined;
}

/** Counts what servers elsewhere were asked for one photo. */
export function noteAttempts(attempts: readonly RemoteAttempt[]): void {
  for (const { url, ms, failure } of attempts) {
    const counted = countedOf(url);
    if (failure) {
      counted.failed += 1;
      counted.lastFailure = { why: failure, at: new Date().toISOString() };
      continue;
    }
    counted.answered += 1;
    counted.times.push(ms);
    if (counted.times.length > TIMES) counted.times.shift();
  }
}

function share(times: readonly number[], of: number): number | null {
  const at = Math.min(times.length - 1, Math.floor(times.length * of));
  return times.toSorted((a, b) => a - b)[at] ?? null;
}

/** What this process has seen of a server since it started. */
export function figuresOf(url: string): RemoteFigures {
  const { answered, failed, lastFailure, times } = figures().get(url) ?? {
    answered: 0,
    failed: 0,
    times: [],
  };
  return {
    answered,
    failed,
    lastFailure: lastFailure ?? null,
    p50Ms: share(times, 0.5),
    p95Ms: share(times, 0.95),
  };
}
