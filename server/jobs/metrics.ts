import { Gauge, Registry } from "prom-client";
import { connection } from "@/server/db/transaction";
import { countByState } from "./repository";

/** How long the queue is and how much is at work, of all teams, as Prometheus reads it: workers are scaled by it. */
export async function jobMetrics(): Promise<{ readonly text: string; readonly contentType: string }> {
  const registry = new Registry();
  const waiting = new Gauge({
    name: "forage_jobs_waiting",
    help: "Jobs that wait for a worker, by kind",
    labelNames: ["kind"],
    registers: [registry],
  });
  const running = new Gauge({
    name: "forage_jobs_running",
    help: "Jobs at work, by kind",
    labelNames: ["kind"],
    registers: [registry],
  });
  for (const { kind, state, count } of await countByState(connection())) {
    // both have every kind, so that a graph falls to 0 and does not end
    waiting.inc({ kind }, state === "queued" ? count : 0);
    running.inc({ kind }, state === "queued" ? 0 : count);
  }
  return { text: await registry.metrics(), contentType: registry.contentType };
}
