import type { ChildProcess } from "node:child_process";
import { endProcess, isAlive } from "@/server/processes/service";
import { STOP_APP_STEPS } from "./run-record";

/** Between a process's death and the next one, longer each time it dies young. */
const RESTART_MS = [500, 2_000, 10_000, 30_000];
const YOUNG_MS = 60_000;

export interface SuperviseOptions {
  /** As people call it: "The worker". */
  readonly name: string;
  /** Starts it as leader of a process group of its own. */
  readonly spawn: () => ChildProcess;
  /** Called with each new process, so that the next start can end it should this one be killed. */
  readonly onStarted: (pid: number) => void;
  readonly say: (text: string) => void;
  /** Given to one that ends what it started by itself: signals for it alone, and how long each may take. */
  readonly stopSteps?: Parameters<typeof endProcess>[1];
}

export interface SupervisedProcess {
  /** The one that runs now, or ran last. */
  readonly child: () => ChildProcess;
  readonly pid: () => number | undefined;
  /** Ends it and everything it started. */
  stop(): Promise<void>;
}

/** Starts a process and keeps one running until it is stopped. */
export function superviseProcess({
  name,
  spawn,
  onStarted,
  say,
  stopSteps,
}: SuperviseOptions): SupervisedProcess {
  let timer: NodeJS.Timeout | undefined;
  let deaths = 0;
  let isStopping = false;
  const start = (): ChildProcess => {
    const startedAt = performance.now();
    const current = spawn();
    if (current.pid) onStarted(current.pid);
    current.once("exit", (code, signal) => {
      // what it had started has no parent now
      if (current.pid) endGroup(current.pid);
      if (isStopping) return;
      deaths = performance.now() - startedAt < YOUNG_MS ? deaths + 1 : 1;
      const wait = RESTART_MS[Math.min(deaths, RESTART_MS.length) - 1] ?? 0;
      say(`${name} ended (${signal ?? code}); starting it again.`);
      timer = setTimeout(() => {
        child = start();
      }, wait);
    });
    current.on("error", (error) => say(`${name} could not be started (${error.message}).`));
    return current;
  };
  let child = start();
  return {
    child: () => child,
    pid: () => child.pid,
    stop: async () => {
      isStopping = true;
      clearTimeout(timer);
      if (child.pid && isAlive(child.pid))
        await endProcess(child.pid, stopSteps ?? STOP_APP_STEPS, { isGroup: stopSteps === undefined });
      if (child.pid) endGroup(child.pid);
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
