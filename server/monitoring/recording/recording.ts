import {
  type BatchAnswer,
  type DetectionEvent,
  type DetectionOutcome,
  EVENT_SCHEMA,
  type SentBatch,
} from "@/lib/contracts/detection-events";
import type { RecordingState, SentPage } from "@/lib/contracts/recording";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { recordIn } from "@/server/audit/service";
import { connection, type Queries, type Transaction, transaction } from "@/server/db/transaction";
import { keptDays } from "../kept-days";
import { removeSeenOn } from "../slices/repository";
import { changesOf, toEvent, toRow } from "./event-rows";
import { LoadShare } from "./load-share";
import * as repository from "./repository";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const load = new LoadShare();

/** Whether a person has agreed to what is recorded now. */
export async function hasAgreed(userId: string): Promise<boolean> {
  return (await repository.readConsent(connection(), userId))?.schema === EVENT_SCHEMA;
}

export async function recordingState(userId: string): Promise<RecordingState> {
  const consent = await repository.readConsent(connection(), userId);
  return {
    isAgreed: consent?.schema === EVENT_SCHEMA,
    agreedAt: consent?.agreedAt.toISOString() ?? null,
    sent: await repository.countOf(connection(), userId),
    keptDays: keptDays().events,
  };
}

export function agree(userId: string): Promise<void> {
  return transaction(async (queries) => {
    await repository.writeConsent(queries, userId, EVENT_SCHEMA);
    await recordIn(queries, { action: "recording/agreed", teamId: null });
  });
}

export function withdraw(userId: string): Promise<void> {
  return transaction(async (queries) => {
    // after a batch that is being stored: once this is done, nothing more comes
    await repository.lockPerson(queries, userId);
    await repository.removeConsent(queries, userId);
    await recordIn(queries, { action: "recording/withdrawn", teamId: null });
  });
}

/**
 * Deletes all that a person sent, whichever team it counted for, with the sums that hold theirs alone and the comparisons;
 * the other sums of their days are made anew by the next job.
 * @returns how many detections
 */
export async function removeFiguresIn(queries: Queries, userId: string, now = new Date()): Promise<number> {
  const kept = new Date(now.getTime() - keptDays().events * DAY_MS).toISOString().slice(0, 10);
  const teamIds = await repository.teamsWith(queries, userId);
  const { removed, days } = await repository.removeOwn(queries, userId);
  const sole = await repository.removeSoleSums(queries, userId, kept);
  await repository.markDays(queries, [...days, ...sole]);
  await repository.removeLooksOf(queries, teamIds);
  await removeSeenOn(queries, userId);
  return removed;
}

/** A person erases what they sent; sent again, it is left out. */
export function eraseSent(userId: string, now = new Date()): Promise<{ readonly removed: number }> {
  return transaction(async (queries) => {
    await repository.lockPerson(queries, userId);
    const removed = await removeFiguresIn(queries, userId, now);
    await repository.writeErasedAt(queries, userId, new Date());
    await recordIn(queries, { action: "recording/erased", facts: { count: removed }, teamId: null });
    return { removed };
  });
}

export async function readSent(
  userId: string,
  { cursor, limit }: { readonly cursor: { at: string; id: string } | null; readonly limit: number },
): Promise<SentPage> {
  const before = cursor && { at: new Date(cursor.at), id: cursor.id };
  const rows = await repository.readOwn(connection(), userId, { before, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    events: shown.map((row) => ({ event: toEvent(row), changes: changesOf(row) })),
    nextCursor: last ? { at: last.at.toISOString(), id: last.id } : null,
  };
}

/** As long as a batch may be on its way here. */
const WAY_MS = 2_000;

/**
 * By how much the sender's clock is wrong, ms. A clock that is behind by no more than the way takes is right; one that is
 * ahead is wrong by that much, however little it is: nothing arrives before it was sent.
 */
function skewOf({ sentAt }: SentBatch, now: Date): number {
  const skew = now.getTime() - Date.parse(sentAt);
  return skew >= 0 && skew <= WAY_MS ? 0 : skew;
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** Around all of these times: an event that was sent before may have come with another correction of its clock. */
function spanOf(times: readonly Date[]): repository.TimeSpan {
  const all = times.map((time) => time.getTime());
  return { from: new Date(Math.min(...all) - 2 * DAY_MS), to: new Date(Math.max(...all) + 2 * DAY_MS) };
}

async function storeNew(
  queries: Transaction,
  who: Who,
  {
    events,
    skew,
    now,
  }: { readonly events: readonly DetectionEvent[]; readonly skew: number; readonly now: Date },
): Promise<number> {
  const erasedAt = await repository.readErasedAt(queries, who.userId);
  const oldest = Math.max(now.getTime() - keptDays().events * DAY_MS, (erasedAt?.getTime() ?? -1) + 1);
  const timed = events
    .map((event) => ({ event, at: Date.parse(event.at) + skew }))
    .filter(({ at }) => at >= oldest && at <= now.getTime() + MINUTE_MS)
    // a clock that was set between detection and sending: not after now, and so never of a day to come
    .map(({ event, at }) => ({ event, at: new Date(Math.min(at, now.getTime())) }));
  if (timed.length === 0) return 0;
  const ids = timed.map(({ event }) => event.id);
  const known = await repository.findTimes(queries, who.userId, {
    ids,
    span: spanOf(timed.map(({ at }) => at)),
  });
  const fresh = new Map(timed.filter(({ event }) => !known.has(event.id)).map((one) => [one.event.id, one]));
  const all = [...fresh.values()].map(({ event, at }) => toRow(event, who, at));
  const stored = await repository.insertEvents(queries, all);
  const rows = all.filter(({ id }) => stored.has(id));
  await repository.markDays(
    queries,
    rows.map(({ at }) => ({ teamId: who.teamId, day: dayOf(at) })),
  );
  for (const { sampleShare } of rows) load.add(1 / sampleShare);
  return rows.length;
}

async function storeChanges(
  queries: Transaction,
  who: Who,
  { outcomes, skew }: { readonly outcomes: readonly DetectionOutcome[]; readonly skew: number },
): Promise<number> {
  if (outcomes.length === 0) return 0;
  const times = outcomes.map(({ detection }) => new Date(Date.parse(detection.at) + skew));
  const known = await repository.findTimes(queries, who.userId, {
    ids: outcomes.map(({ detection }) => detection.id),
    span: spanOf(times),
  });
  let stored = 0;
  for (const { detection, changes } of outcomes) {
    const row = known.get(detection.id);
    if (!row) continue;
    await repository.writeChanges(queries, { id: detection.id, at: row.at }, changes);
    await repository.markDays(queries, [{ teamId: row.teamId, day: dayOf(row.at) }]);
    stored++;
  }
  return stored;
}

/**
 * Stores a person's detections for the team they work in, and what they changed afterwards; an event that is there
 * already is left as it is.
 * @throws AppError recording/not-agreed
 */
export async function storeBatch(who: Who, batch: SentBatch, now = new Date()): Promise<BatchAnswer> {
  const skew = skewOf(batch, now);
  const stored = await transaction(async (queries) => {
    await repository.lockPerson(queries, who.userId);
    const consent = await repository.readConsent(queries, who.userId);
    if (consent?.schema !== EVENT_SCHEMA) throw new AppError("recording/not-agreed");
    const detections = await storeNew(queries, who, { events: batch.detections, skew, now });
    return detections + (await storeChanges(queries, who, { outcomes: batch.outcomes, skew }));
  });
  const left = batch.detections.length + batch.outcomes.length - stored;
  return { stored, left, sampleShare: load.share };
}

/** Stores what this computer's own command detected: its flag is the leave. */
export function storeFromCommand(
  who: Who,
  events: readonly DetectionEvent[],
  now = new Date(),
): Promise<number> {
  return transaction((queries) => storeNew(queries, who, { events, skew: 0, now }));
}

/** Which part of the detections to record now. */
export const sampleShare = (): number => load.share;
