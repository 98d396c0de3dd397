import type { z } from "zod";
import { type holdInputSchema, LEASE_MS, PRESENCE_MS } from "@/lib/contracts/review-people";
import type { Who } from "@/lib/contracts/who";
import { type Transaction, transaction } from "@/server/db/transaction";
import {
  type Page,
  readHolders,
  removeLeases,
  removePresence,
  removeSilent,
  renewLeases,
  takeFree,
  takeOver,
  writePresence,
} from "./repository";

type Hold = z.output<typeof holdInputSchema>;

export interface Held {
  /** What this page has in hand, of what it wanted. */
  readonly held: readonly string[];
  /** What another page has in hand: the person, by photo. */
  readonly others: readonly { readonly photoId: string; readonly userId: string }[];
}

/** How often a caller that lost a race for a photo looks for another one. */
const TRIES = 5;

async function fill(queries: Transaction, who: Who, page: Page, input: Hold): Promise<ReadonlySet<string>> {
  const { wanted, count, takeOver: wish } = input;
  const held = new Set(await renewLeases(queries, page, wanted));
  if (wish && wanted.includes(wish)) {
    if (await takeOver(queries, page, { teamId: who.teamId, photoId: wish })) held.add(wish);
  }
  for (let tries = 0; tries < TRIES && held.size < count; tries++) {
    const missing = wanted.filter((photoId) => !held.has(photoId));
    if (missing.length === 0) break;
    const want = { teamId: who.teamId, wanted: missing, count: count - held.size };
    for (const photoId of await takeFree(queries, page, want)) held.add(photoId);
  }
  return held;
}

/**
 * Says that a page is still there and which photo it shows, and takes photos for it: those it has are renewed, free ones come
 * to it until it has `count`. No photo is in two pages at once. What it stops naming is given up; a silent page's photos are
 * free again after `LEASE_MS`.
 */
export function hold(who: Who, input: Hold): Promise<Held> {
  const { pageId, front, wanted } = input;
  return transaction(async (queries) => {
    const page: Page = { pageId, userId: who.userId, until: new Date(Date.now() + LEASE_MS) };
    await removeSilent(queries);
    const held = await fill(queries, who, page, input);
    const seen: Page = { ...page, until: new Date(Date.now() + PRESENCE_MS) };
    await writePresence(queries, seen, { photoId: front, teamId: who.teamId });
    const holders = await readHolders(queries, wanted);
    return {
      held: wanted.filter((photoId) => held.has(photoId)),
      others: holders
        .filter((one) => one.pageId !== pageId)
        .map(({ photoId, userId }) => ({ photoId, userId })),
    };
  });
}

/** Gives up all that a page has in hand: it closes. */
export async function leave({ userId }: Who, pageId: string): Promise<void> {
  await transaction(async (queries) => {
    await removeLeases(queries, pageId, userId);
    await removePresence(queries, pageId, userId);
  });
}
