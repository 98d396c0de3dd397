import type { ReadyResponse } from "@/lib/contracts/health";
import { databaseHealth, detectionFailure } from "./health";
import { webPool } from "./pool/web-pool";

/** A database that takes longer is one that requests should not wait for. */
const DATABASE_MS = 2_000;

/** On globalThis, because a bundler may load this module more than once. */
const holder = globalThis as { forageWarming?: Promise<unknown>; forageWarmFailure?: unknown };

/** Warms the champion up in the background, once at a time; what it failed with is told to whoever asks. */
function startWarming(): void {
  holder.forageWarming ??= webPool()
    .warm()
    .then(
      () => {
        holder.forageWarmFailure = undefined;
      },
      (error: unknown) => {
        holder.forageWarmFailure = error;
      },
    )
    .finally(() => {
      holder.forageWarming = undefined;
    });
}

function detectionReadiness(): ReadyResponse["detection"] {
  const { pool } = webPool();
  if (pool.isWarm) return { isWarm: true };
  const failure = holder.forageWarmFailure;
  startWarming();
  return failure === undefined ? { isWarm: false } : { isWarm: false, ...detectionFailure(failure) };
}

/** What the database said is good for so long: asked while many ask, the address answers without a way there and back. */
const REMEMBERED_MS = 1_000;
let remembered: { readonly answer: Promise<ReadyResponse["database"]>; readonly until: number } | undefined;

function databaseReadiness(): Promise<ReadyResponse["database"]> {
  const now = performance.now();
  if (!remembered || now >= remembered.until) {
    remembered = { answer: askInTime(), until: now + REMEMBERED_MS };
  }
  return remembered.answer;
}

async function askInTime(): Promise<ReadyResponse["database"]> {
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<{ isUp: false }>((resolve) => {
    timer = setTimeout(() => resolve({ isUp: false }), DATABASE_MS);
  });
  try {
    return await Promise.race([databaseHealth(), tooSlow]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Whether this server should be sent requests: its database answers and its network is warm. The first to ask starts the
 * warming up, so that a server that nobody watches does not hold a network it may never need.
 */
export async function readReadiness(): Promise<ReadyResponse> {
  const detection = detectionReadiness();
  const database = await databaseReadiness();
  return { ok: detection.isWarm && "isUp" in database && database.isUp, database, detection };
}
