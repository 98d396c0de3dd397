import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 50;

/**
 * True while a process with this id exists, whoever owns it. A zombie counts as gone once its last thread is: until
 * then its files and ports are still open.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  return process.platform !== "linux" || !isZombie(linuxStat(pid));
}

/** Fields of /proc/PID/stat from the third (state) on; the name before them may contain blanks and brackets. */
function linuxStat(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

/** Fields 3 (state) and 20 (number of threads) of proc_pid_stat(5). */
function isZombie(stat: readonly string[]): boolean {
  return stat[0] === "Z" && Number(stat[17]) <= 1;
}

/**
 * When a process began, as the system writes it: with the id it names one process for good, although ids are used
 * again. "" when the system does not say.
 */
export function startOf(pid: number): string {
  // field 22, in ticks since boot (proc_pid_stat(5))
  if (process.platform === "linux") return linuxStat(pid)[19] ?? "";
  if (process.platform === "win32") return "";
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

/** One process, told from a later one with the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly start: string;
}

export function processIdentityOf(pid: number): ProcessIdentity {
  return { pid, start: startOf(pid) };
}

/** True while this very process lives. */
export function isSameAlive({ pid, start }: ProcessIdentity): boolean {
  return isAlive(pid) && startOf(pid) === start;
}

/** The process that started this one, as far as the system says; undefined when it does not. */
export function parentOf(pid: number): number | undefined {
  // field 4 (proc_pid_stat(5))
  if (process.platform === "linux") return Number(linuxStat(pid)[1]) || undefined;
  if (process.platform === "win32") return undefined;
  try {
    return Number(execFileSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8" })) || undefined;
  } catch {
    return undefined;
  }
}

/** The words a process was started with, joined by blanks; undefined when it is gone or cannot be seen. */
export function commandLine(pid: number): string | undefined {
  try {
    if (process.platform === "linux") {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim() || undefined;
    }
    if (process.platform === "win32") return undefined;
    return (
      execFileSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" }).trim() ||
      undefined
    );
  } catch {
    return undefined;
  }
}

/** Waits until a process is gone. @returns false when it is still there after `timeoutMs` */
export async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it ended in between, as wanted
  }
}

/**
 * Sends each signal in turn until the process is gone; the last one is waited for as well.
 * @param options.isGroup also to everything it started, when it leads a process group (`detached`)
 */
export async function endProcess(
  pid: number,
  steps: readonly { readonly signal: NodeJS.Signals; readonly waitMs: number }[],
  { isGroup = false }: { readonly isGroup?: boolean } = {},
): Promise<void> {
  // 0 and below name whole groups, this process's own among them
  if (!Number.isInteger(pid) || pid <= 1) throw new RangeError(`not a process: ${pid}`);
  for (const { signal, waitMs } of steps) {
    send(isGroup && process.platform !== "win32" ? -pid : pid, signal);
    if (await waitUntilGone(pid, waitMs)) return;
  }
}
