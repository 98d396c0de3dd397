import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@/server/storage/testing/free-port";

/** The name under which people reach all replicas. */
export const HOST = "forage.test";

export interface Replica {
  readonly name: string;
  readonly port: number;
  readonly dataFolder: string;
  /** Of the process that started it all. */
  readonly pid: number;
  /** Ids of the web server and the worker that it started. */
  readonly parts: () => { readonly app?: number; readonly worker?: number };
  /** Status of an address of it, asked without a proxy; 0 when nothing answers. */
  status(path: string): Promise<number>;
  /** Resolves when it says so. @throws Error with what it said when it ends first */
  ready(): Promise<void>;
  /** SIGTERM: it drains and ends. @returns the exit code */
  stop(): Promise<number | null>;
  /** SIGKILL for all of its processes at once, as when its machine is lost. */
  kill(): Promise<void>;
  readonly said: () => string;
}

export interface ReplicaOptions {
  readonly name: string;
  /** The checkout it runs from. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly readyWithinMs?: number;
}

function statusOf(port: number, path: string): Promise<number> {
  return new Promise((resolve) => {
    const asked = request({
      host: "127.0.0.1",
      port,
      path,
      headers: { host: HOST },
      agent: false,
      timeout: 10_000,
    });
    asked.on("response", (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => resolve(0));
    asked.end();
  });
}

function killGroup(pid: number | undefined): void {
  if (!pid) return;
  for (const target of [-pid, pid])
    try {
      process.kill(target, "SIGKILL");
    } catch {
      // it is gone
    }
}

/** One replica, as its own machine would run it: `server/start.ts` with a data folder and a port of its own. */
export async function startReplica({
  name,
  root,
  environment,
  readyWithinMs = 180_000,
}: ReplicaOptions): Promise<Replica> {
  const folder = mkdtempSync(join(tmpdir(), `forage-replica-${name}-`));
  chmodSync(folder, 0o711);
  const dataFolder = join(folder, "data");
  mkdirSync(dataFolder, { mode: 0o711 });
  const port = await freePort();
  const app: ChildProcess = spawn(process.execPath, ["--import", "tsx", "server/start.ts"], {
    cwd: root,
    env: { ...process.env, ...environment, PORT: String(port), FORAGE_DATA_DIR: dataFolder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [app.stdout, app.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (said += text));
  const hasEnded = () => app.exitCode !== null || app.signalCode !== null;
  const parts = () => {
    try {
      const record = JSON.parse(readFileSync(join(dataFolder, "run.json"), "utf8"));
      return { app: record.app?.pid, worker: record.worker?.pid };
    } catch {
      return {};
    }
  };
  const ended = once(app, "exit");
  const clear = () => rmSync(folder, { recursive: true, force: true });
  return {
    name,
    port,
    dataFolder,
    pid: app.pid ?? 0,
    parts,
    status: (path) => statusOf(port, path),
    ready: async () => {
      for (
        const deadline = Date.now() + readyWithinMs;
        Date.now() < deadline && !hasEnded();
        await sleep(200)
      )
        if ((await statusOf(port, "/health/ready")) === 200) return;
      throw new Error(`${name} is not ready: ${said}`);
    },
    stop: async () => {
      if (!hasEnded()) app.kill("SIGTERM");
      await ended;
      clear();
      return app.exitCode;
    },
    kill: async () => {
      const { app: web, worker } = parts();
      app.kill("SIGKILL");
      killGroup(web);
      killGroup(worker);
      await ended;
      clear();
    },
    said: () => said,
  };
}

/** A line with the time of day, on stdout and in a file where one is named. */
export function logTo(file: string | undefined): (text: string) => void {
  const startedAt = performance.now();
  return (text) => {
    const line = `${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(7)} s  ${text}`;
    console.log(line);
    if (file) appendFileSync(file, `${line}\n`);
  };
}
