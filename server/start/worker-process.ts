import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { endProcess, isAlive } from "@/server/processes/service";
import { STOP_APP_STEPS } from "./run-record";

/** Between a worker's death and the next one, longer each time it dies young. */
const RESTART_MS = [500, 2_000, 10_000, 30_000];
const YOUNG_MS = 60_000;

export interface WorkerOptions {
  readonly root: string;
  readonly dataFolder: string;
  readonly isDevelopment: boolean;
  readonly environment: Readonly<Record<string, string>>;
  /** Called with each new process, so that the next start can end it should this one be killed. */
  readonly onStarted: (pid: number) => void;
  readonly say: (text: string) => void;
}

export interface WorkerProcess {
  readonly pid: () => number | undefined;
  /** Ends it and everything it started; what it worked on goes on after the next start. */
  stop(): Promise<void>;
}

function spawnWorker({ root, dataFolder, isDevelopment, environment }: WorkerOptions): ChildProcess {
  const logs = join(dataFolder, "logs");
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  const log = isDevelopment ? 2 : openSync(join(logs, "worker.log"), "a", 0o600);
  const watchdog = join(root, "server/start/end-with-parent.cjs");
  const args = ["--require", watchdog, "--import", "tsx", join(root, "server/jobs/worker.ts")];
  // leader of a group of its own, so that what a job starts ends with it
  return spawn(process.execPath, args, {
    cwd: root,
    detached: true,
    env: { ...process.env, ...environment, NODE_ENV: isDevelopment ? "development" : "production" },
    stdio: ["ignore", log, log],
  });
}

/** Starts the worker and keeps one running until it is stopped. */
export function superviseWorker(options: WorkerOptions): WorkerProcess {
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let deaths = 0;
  let isStopping = false;
  const start = () => {
    const startedAt = performance.now();
    const current = spawnWorker(options);
    child = current;
    if (current.pid) options.onStarted(current.pid);
    current.once("exit", (code, signal) => {
      // what its job had started has no parent now
      if (current.pid) endGroup(current.pid);
      if (isStopping) return;
      deaths = performance.now() - startedAt < YOUNG_MS ? deaths + 1 : 1;
      const wait = RESTART_MS[Math.min(deaths, RESTART_MS.length) - 1] ?? 0;
      options.say(`The worker ended (${signal ?? code}); starting it again.`);
      timer = setTimeout(start, wait);
    });
    current.on("error", (error) => options.say(`The worker could not be started (${error.message}).`));
  };
  start();
  return {
    pid: () => child?.pid,
    stop: async () => {
      isStopping = true;
      clearTimeout(timer);
      if (child?.pid && isAlive(child.pid)) await endProcess(child.pid, STOP_APP_STEPS, { isGroup: true });
      if (child?.pid) endGroup(child.pid);
    },
  };
}

/** The group keeps its number as long as one process is left in it, so this reaches nobody else. */
function endGroup(leader: number): void {
  if (process.platform === "win32") return;
  try {
    process.kill(-leader, "SIGTERM");
  } catch {
    // nothing was left of it
  }
}
