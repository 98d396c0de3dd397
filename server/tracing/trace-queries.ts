import type pg from "pg";
import { isTracing, traceSpan } from "./spans";

type Query = (...args: readonly unknown[]) => unknown;

/** The statement, without what is filled in: values are people's. */
function textOf(asked: unknown): string {
  const text =
    typeof asked === "string"
      ? asked
      : typeof asked === "object" && asked !== null && "text" in asked && typeof asked.text === "string"
        ? asked.text
        : "";
  return text.replace(/\s+/g, " ").trim().slice(0, 300);
}

function traced(query: Query): Query {
  return (...args) => {
    // with a callback it is a part of the pool's own work
    const isOwn = typeof args.at(-1) === "function";
    if (isOwn || !isTracing()) return query(...args);
    const text = textOf(args[0]);
    const verb = /^[a-z]+/i.exec(text)?.[0]?.toLowerCase() ?? "query";
    const facts = { "db.system.name": "postgresql", "db.query.text": text };
    return traceSpan(`database ${verb}`, facts, async () => query(...args));
  };
}

/** Each query of the pool is a span of the request that asked it. Without tracing nothing is changed. */
export function tracePool(pool: pg.Pool): void {
  const query = pool.query.bind(pool) as Query;
  pool.query = traced(query) as typeof pool.query;
}

/** The same for a connection that a transaction holds. @returns puts it back as it was */
export function traceClient(client: pg.PoolClient): () => void {
  if (!isTracing()) return () => undefined;
  const query = client.query;
  client.query = traced(query.bind(client) as Query) as typeof client.query;
  return () => {
    client.query = query;
  };
}
