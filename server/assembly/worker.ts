/**
 * The process that does long work, beside the web server: `server/start.ts` starts it, restarts it when it dies,
 * and ends it. SIGTERM: running jobs are told to stop, return to their queue, and continue after the next start.
 */
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { closeDatabase } from "@/server/db/client";
import { chosenKinds } from "@/server/jobs/chosen-kinds";
import { workUntil } from "@/server/jobs/work-loop";
import { HANDLERS, SCHEDULES } from "./job-handlers";

/** Less than the supervisor waits before it kills. */
const STOP_MS = 6_000;

function fail(why: string, error?: unknown): never {
  console.error(`worker: ${why}`, error ?? "");
  process.exit(1);
}

async function main(): Promise<void> {
  const stop = new AbortController();
  const onSignal = () => {
    stop.abort();
    setTimeout(() => fail("a job did not stop in time"), STOP_MS).unref();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, onSignal);
  const stopTracing = process.env.FORAGE_TRACES_URL ? await startTracing() : undefined;
  const known = HANDLERS.map(({ kind }) => kind);
  const chosen = chosenKinds(process.env.FORAGE_JOBS ?? "", known);
  // a kind that only a later version knows is left to that version's workers
  await workUntil(stop.signal, HANDLERS, {
    schedules: SCHEDULES,
    kinds: chosen,
    onLost: () => fail("the database ended"),
  });
  await stopTracing?.();
  await closeDatabase();
}

/** Only where it is asked for: it loads a library. */
async function startTracing() {
  const { traceThisProcess } = await import("@/server/tracing/trace-this-server");
  const { ownVersion } = await import("@/server/detection/health");
  return traceThisProcess(ownVersion());
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.on("unhandledRejection", (error) => fail("unhandled:", error));
  main().then(
    () => process.exit(0),
    (error: unknown) =>
      error instanceof Error && error.name === "AbortError" ? process.exit(0) : fail("ended:", error),
  );
}
