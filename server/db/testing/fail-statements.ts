import pg from "pg";

/**
 * Where a statement fails: before the database has it, after the database has done it, or with the connection, which
 * takes the transaction along.
 */
export type Failure = "before" | "after" | "lost";

/** The message of every failure made here. */
export const INJECTED = "this statement was made to fail";

interface Plan {
  readonly failure: Failure;
  /** From 1. */
  readonly at: number;
}

type Query = (this: pg.Client, ...given: unknown[]) => unknown;
type Done = (error: Error | null, result?: unknown) => void;

function textOf(statement: unknown): string {
  const text =
    typeof statement === "string" ? statement : ((statement as { text?: string } | null)?.text ?? "");
  return text.replace(/\s+/g, " ").trim();
}

const lastOf = (given: readonly unknown[]): Done | undefined => {
  const last = given.at(-1);
  return typeof last === "function" ? (last as Done) : undefined;
};

/** The statement is done, and its answer never comes. */
function answerWithError(query: Query, client: pg.Client, given: unknown[]): unknown {
  const done = lastOf(given);
  if (done) return query.apply(client, [...given.slice(0, -1), () => done(new Error(INJECTED))]);
  return (query.apply(client, given) as Promise<unknown>).then(() => {
    throw new Error(INJECTED);
  });
}

function loseConnection(client: pg.Client): void {
  const { stream } = (client as unknown as { connection: { stream: { destroy(error: Error): void } } })
    .connection;
  stream.destroy(new Error(INJECTED));
}

export interface Watched {
  /** The statements of the last run, in the order they were sent. */
  readonly statements: readonly string[];
  /** Whether the failure came: a run with fewer statements ends undisturbed. */
  readonly hasFailed: boolean;
}

/**
 * Sits between the application and PostgreSQL's driver: records every statement of a run, and makes one fail.
 * @returns a function that restores the driver
 */
export function watchDriver(): {
  run(work: () => Promise<void>, plan?: Plan): Promise<Watched & { readonly error: unknown }>;
  restore(): void;
} {
  const query = pg.Client.prototype.query as unknown as Query;
  let current: { readonly plan: Plan | undefined; statements: string[]; hasFailed: boolean } | undefined;
  const watched: Query = function (this: pg.Client, ...given) {
    const run = current;
    const text = textOf(given[0]);
    // rolling back is what a failure leads to
    if (!run || text === "rollback") return query.apply(this, given);
    run.statements.push(text);
    const { plan } = run;
    if (plan?.at !== run.statements.length) return query.apply(this, given);
    run.hasFailed = true;
    if (plan.failure === "after") return answerWithError(query, this, given);
    if (plan.failure === "lost") {
      loseConnection(this);
      return query.apply(this, given);
    }
    const done = lastOf(given);
    if (!done) return Promise.reject(new Error(INJECTED));
    process.nextTick(done, new Error(INJECTED));
    return undefined;
  };
  pg.Client.prototype.query = watched as never;
  return {
    run: async (work, plan) => {
      const run = { plan, statements: [] as string[], hasFailed: false };
      current = run;
      try {
        await work();
        return { statements: run.statements, hasFailed: run.hasFailed, error: undefined };
      } catch (error) {
        return { statements: run.statements, hasFailed: run.hasFailed, error };
      } finally {
        current = undefined;
      }
    },
    restore: () => {
      pg.Client.prototype.query = query as never;
    },
  };
}
