import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type FuzzFinding, type FuzzOutcome, HANG_MS } from "./case";
import type { ChildMessage } from "./child";

const child = fileURLToPath(new URL("./child.ts", import.meta.url));
/** Most findings of one target to keep. */
const MAX_FINDINGS = 40;

/** How often to check for a hung process, and how long to wait for one that only waits. */
const LOOK_MS = 500;
const MAX_WAIT_MS = 120_000;

/** Time a process has worked, ms; NaN where the system does not say. Linux counts in hundredths of a second. */
function cpuMs(pid: number | undefined): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return Number.NaN;
  }
}

interface Tally {
  taken: number;
  refused: number;
  slowestMs: number;
  peakMegabytes: number;
  readonly findings: FuzzFinding[];
}

/** Runs cases until the process ends. @returns the case to go on with */
function runChild(
  target: string,
  range: { seed: number; from: number; to: number },
  tally: Tally,
): Promise<number> {
  const { seed, from, to } = range;
  return new Promise((resolve) => {
    const process_ = fork(child, [target, String(seed), String(from), String(to)], {
      execArgv: ["--import", "tsx"],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let words = "";
    process_.stderr?.on("data", (bytes: Buffer) => {
      words = (words + bytes.toString("utf8")).slice(-600);
    });
    let at = from - 1;
    let isAtWork = false;
    let isHung = false;
    let timer: NodeJS.Timeout | undefined;
    const watch = (index: number) => {
      at = index;
      isAtWork = true;
      const before = cpuMs(process_.pid);
      let waitedMs = 0;
      timer = setInterval(() => {
        // on a busy machine a process may wait longer than it works; without a clock of its own, time counts
        const worked = cpuMs(process_.pid) - before;
        waitedMs += LOOK_MS;
        if (worked < HANG_MS && waitedMs < (Number.isNaN(worked) ? HANG_MS : MAX_WAIT_MS)) return;
        isHung = true;
        process_.kill("SIGKILL");
      }, LOOK_MS);
    };
    const note = (kind: string, detail: string) => tally.findings.push({ target, index: at, kind, detail });
    process_.on("message", (message: ChildMessage) => {
      clearInterval(timer);
      if ("start" in message) return watch(message.start);
      isAtWork = false;
      tally.slowestMs = Math.max(tally.slowestMs, message.ms);
      tally.peakMegabytes = Math.max(tally.peakMegabytes, message.peakMegabytes);
      if (message.state === "taken") tally.taken++;
      else if (message.state === "refused") tally.refused++;
      else note("crash", message.state);
    });
    process_.on("exit", (code, signal) => {
      clearInterval(timer);
      if (code === 0 && (isAtWork || at !== to - 1)) note("lost", `nothing was heard after case ${at}`);
      if (isHung) note("hang", `longer than ${HANG_MS / 1_000} s`);
      else if (code !== 0) note("crash", `the process ended (${signal ?? code}) ${words}`);
      // a process that cannot begin is not started again for each case
      resolve(code === 0 && !isHung ? to : isAtWork || at >= from ? at + 1 : to);
    });
  });
}

/** @param first the first case: one alone is looked at with `runs` 1 */
export async function fuzzParser(
  target: string,
  { seed, runs, first = 0 }: { readonly seed: number; readonly runs: number; readonly first?: number },
): Promise<FuzzOutcome> {
  const tally: Tally = { taken: 0, refused: 0, slowestMs: 0, peakMegabytes: 0, findings: [] };
  let from = first;
  while (from < first + runs && tally.findings.length < MAX_FINDINGS) {
    from = await runChild(target, { seed, from, to: first + runs }, tally);
  }
  return { ...tally, target, runs: from - first };
}
