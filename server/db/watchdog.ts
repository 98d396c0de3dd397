import pg from "pg";

/** If a query takes longer, the database is asked whether it still answers. */
const PATIENCE_MS = 2_000;
const PROBE_MS = 1_500;
const LOOK_MS = 400;

/** Fact of the error that waiting queries get; `database-error.ts` knows it. */
export const NO_ANSWER = "Connection terminated: the database does not answer";

interface WithStream {
  readonly connection: { readonly stream: { destroy(error?: Error): void } };
}

/** Asks on a connection of its own. A frozen server accepts the connection but does not answer. */
async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: PROBE_MS,
    query_timeout: PROBE_MS,
    application_name: "forage watchdog",
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    // a clean close would wait for the frozen server
    void client.end().catch(() => undefined);
    (client as unknown as WithStream).connection.stream.destroy();
  }
}

/**
 * Makes sure that a database that is frozen is noticed within four seconds: while a connection is in use for long, the
 * server is asked on another one. When it does not answer, the waiting queries fail, and so do new ones at once, until
 * it answers again. A query that is slow is left alone.
 */
export function watchPool(pool: pg.Pool, url: string): void {
  const inUseSince = new Map<pg.PoolClient, number>();
  let isDown = false;
  let isProbing = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async () => {
    const now = performance.now();
    const waiting = [...inUseSince]
      .filter(([, since]) => now - since > PATIENCE_MS)
      .map(([client]) => client);
    if (isProbing || (waiting.length === 0 && !isDown)) return;
    isProbing = true;
    isDown = !(await answers(url));
    isProbing = false;
    if (isDown) {
      for (const client of waiting) {
        inUseSince.delete(client);
        (client as unknown as WithStream).connection.stream.destroy(new Error(NO_ANSWER));
      }
    } else
      for (const client of waiting) if (inUseSince.has(client)) inUseSince.set(client, performance.now());
    rest();
  };
  /** The timer runs only while there is something to look at. */
  const rest = () => {
    if (isDown || inUseSince.size > 0) {
      timer ??= setInterval(() => void look(), LOOK_MS).unref();
    } else if (timer) {
      clearInterval(timer);
      timer = undefined;
    }
  };
  pool.on("acquire", (client) => {
    inUseSince.set(client, performance.now());
    rest();
  });
  const done = (client: pg.PoolClient) => {
    inUseSince.delete(client);
    rest();
  };
  pool.on("release", (_error, client) => done(client));
  pool.on("remove", done);
  const connect = pool.connect.bind(pool) as (callback?: unknown) => unknown;
  const connectUnlessDown = (callback?: (error: Error) => void): unknown => {
    if (!isDown) return connect(callback);
    const error = new Error(NO_ANSWER);
    if (!callback) return Promise.reject(error);
    process.nextTick(callback, error);
    return undefined;
  };
  Object.assign(pool, { connect: connectUnlessDown });
}
