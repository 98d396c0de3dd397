import PgBoss from "pg-boss";
import { getDatabase } from "@/server/db/client";

/** pg-boss' own tables: which job is next, and who has it. They hold waiting and running jobs only. */
const SCHEMA = "pgboss";

/** What a drizzle database on node-postgres stands on. */
interface WithClient {
  readonly $client: {
    query(text: string, values?: readonly unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  };
}

let started: { readonly url: string; readonly boss: Promise<PgBoss> } | undefined;
const made = new Set<string>();

/** pg-boss on this process's own pool; its tables are made on the first call. It starts no timers. */
function getBoss(): Promise<PgBoss> {
  const url = process.env.DATABASE_URL ?? "";
  if (started?.url === url) return started.boss;
  made.clear();
  const database = getDatabase() as unknown as WithClient;
  const boss = new PgBoss({
    schema: SCHEMA,
    db: { executeSql: (text, values) => database.$client.query(text, values) },
    supervise: false,
    schedule: false,
  });
  boss.on("error", (error) => console.warn(`jobs: ${error.message}`));
  const starting = boss.start();
  started = { url, boss: starting };
  // a failed start is tried again by the next call
  starting.catch(() => {
    started = undefined;
  });
  return starting;
}

/** PostgreSQL's code for the one of two that it ended because each waited for the other. */
const DEADLOCK = "40P01";
const CREATE_ATTEMPTS = 5;

/** Making a queue makes a table: the web server and the worker may do so at the same moment, and one must try again. */
async function createQueue(boss: PgBoss, queue: string, attempt = 1): Promise<void> {
  try {
    await boss.createQueue(queue, { name: queue, policy: "singleton", retryLimit: 0 });
  } catch (error) {
    const isDeadlock = error instanceof Error && "code" in error && error.code === DEADLOCK;
    if (!isDeadlock || attempt === CREATE_ATTEMPTS) throw error;
    await createQueue(boss, queue, attempt + 1);
  }
}

async function ensureQueue(boss: PgBoss, queue: string): Promise<void> {
  if (made.has(queue)) return;
  await createQueue(boss, queue);
  made.add(queue);
}

/** Puts a job at the end of its queue; does nothing when it is in it. */
export async function putInQueue(queue: string, jobId: string): Promise<void> {
  const boss = await getBoss();
  await ensureQueue(boss, queue);
  await boss.send(queue, {}, { id: jobId });
}

/** The next job of a queue, undefined when none waits or one is running. */
export async function takeFromQueue(queue: string): Promise<string | undefined> {
  const boss = await getBoss();
  await ensureQueue(boss, queue);
  const [job] = await boss.fetch(queue, { batchSize: 1 });
  return job?.id;
}

/** Takes a job out, whether it waits or runs. */
export async function dropFromQueue(queue: string, jobId: string): Promise<void> {
  const boss = await getBoss();
  await ensureQueue(boss, queue);
  await boss.deleteJob(queue, jobId);
}
