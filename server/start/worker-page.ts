import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { jobMetrics } from "@/server/jobs/metrics";
import type { StartSettings } from "./settings";
import type { SupervisedProcess } from "./supervise";

export interface WorkerPage {
  readonly port: number;
  close(): Promise<void>;
}

const isRunning = (worker: SupervisedProcess | undefined): boolean => {
  const child = worker?.child();
  return child !== undefined && child.exitCode === null && child.signalCode === null;
};

async function answer(path: string, worker: SupervisedProcess | undefined) {
  if (path === "/health/live") return { status: 200, text: JSON.stringify({ ok: true }) };
  if (path !== "/health/ready" && path !== "/metrics") return { status: 404, text: "" };
  // asks the database: a worker that cannot reach it takes no job
  const figures = await jobMetrics().catch(() => undefined);
  const isReady = figures !== undefined && isRunning(worker);
  if (path === "/health/ready") return { status: isReady ? 200 : 503, text: JSON.stringify({ ok: isReady }) };
  return { status: figures ? 200 : 503, text: figures?.text ?? "", type: figures?.contentType };
}

/** What a worker without a web server answers: whether it lives and can work, and how long the queue is. */
export async function openWorkerPage(
  { port, host }: Pick<StartSettings, "port" | "host">,
  worker: SupervisedProcess | undefined,
): Promise<WorkerPage> {
  const server = createServer((request, response) => {
    void answer((request.url ?? "").split("?", 1)[0] ?? "", worker).then(({ status, text, type }) => {
      response.writeHead(status, { "content-type": type ?? "application/json", "cache-control": "no-store" });
      response.end(request.method === "HEAD" ? undefined : text);
    });
  });
  server.listen(port, host);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
