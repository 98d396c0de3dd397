import { type ChildProcess, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { join } from "node:path";
import { openLog } from "@/server/storage/log-file";
import { type SupervisedProcess, superviseProcess } from "./supervise";

export interface WorkerOptions {
  readonly root: string;
  readonly dataFolder: string;
  readonly isDevelopment: boolean;
  readonly environment: Readonly<Record<string, string>>;
  /** Called with each new process, so that the next start can end it should this one be killed. */
  readonly onStarted: (pid: number) => void;
  readonly say: (text: string) => void;
}

function spawnWorker({ root, dataFolder, isDevelopment, environment }: WorkerOptions): ChildProcess {
  const log = isDevelopment ? 2 : openLog(dataFolder, "worker");
  const watchdog = join(root, "server/start/end-with-parent.cjs");
  const args = ["--require", watchdog, "--import", "tsx", join(root, "server/assembly/worker.ts")];
  // leader of a group of its own, so that what a job starts ends with it
  const child = spawn(process.execPath, args, {
    cwd: root,
    detached: true,
    env: {
      ...process.env,
      ...environment,
      FORAGE_STARTED_BY: String(process.pid),
      NODE_ENV: isDevelopment ? "development" : "production",
    },
    stdio: ["ignore", log, log],
  });
  if (log !== 2) closeSync(log);
  return child;
}

/** Starts the worker and keeps one running; what it works on when it is stopped goes on after the next start. */
export function superviseWorker(options: WorkerOptions): SupervisedProcess {
  const { onStarted, say } = options;
  return superviseProcess({ name: "The worker", spawn: () => spawnWorker(options), onStarted, say });
}
