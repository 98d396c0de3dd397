import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** Any number that nothing else in the database locks. */
const LOCK_KEY = 4_826_113;
const RETRY_MS = 500;

/**
 * Waits until this process is the database's one worker: a killed one may still be ending. The lock lives as long as
 * its connection.
 * @param onLost the connection broke, so another worker may start: the process must end
 */
export async function holdWorkerLock(signal: AbortSignal, onLost: () => void): Promise<() => Promise<void>> {
  const client = new pg.Client({
    connectionString: process.env.DATABASE_URL,
    application_name: "forage worker",
    keepAlive: true,
  });
  let isReleased = false;
  const lost = () => {
    if (!isReleased) onLost();
  };
  client.on("error", lost);
  client.on("end", lost);
  await client.connect();
  for (;;) {
    const { rows } = await client.query<{ held: boolean }>(
      `select pg_try_advisory_lock(${LOCK_KEY}) as held`,
    );
    if (rows[0]?.held) break;
    await sleep(RETRY_MS, undefined, { signal });
  }
  return async () => {
    isReleased = true;
    await client.end();
  };
}
