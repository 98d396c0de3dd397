import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { endProcess, isSameAlive, processIdentityOf } from "@/server/processes/service";

const identitySchema = z.object({ pid: z.number().int().positive(), start: z.string() });
const recordSchema = z.object({
  /** `npm start` itself. */
  supervisor: identitySchema,
  /** The web server it started, which leads a process group. */
  app: identitySchema.optional(),
  /** The worker beside it, which leads one too. */
  worker: identitySchema.optional(),
  address: z.string(),
});
type RunRecord = z.infer<typeof recordSchema>;

export const STOP_APP_STEPS = [
  { signal: "SIGTERM", waitMs: 8_000 },
  { signal: "SIGKILL", waitMs: 5_000 },
] as const;

const fileIn = (dataFolder: string) => join(dataFolder, "run.json");

function read(dataFolder: string): RunRecord | undefined {
  const file = fileIn(dataFolder);
  if (!existsSync(file)) return undefined;
  try {
    return recordSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // cut off by a crash while it was written: it names no process
    return undefined;
  }
}

function write(dataFolder: string, record: RunRecord): void {
  writeFileAtomic.sync(fileIn(dataFolder), JSON.stringify(record), { mode: 0o600 });
}

export interface RunClaim {
  /** Notes the web server, so that the next start can end it should this one be killed. */
  noteApp(pid: number): void;
  /** Records the worker for the same reason. */
  noteWorker(pid: number): void;
  release(): void;
}

/**
 * Makes this process the one that runs on a data folder, and ends what a killed predecessor left running.
 * @throws AppError server/already-running when the predecessor lives
 */
export async function claimRun(dataFolder: string, address: string): Promise<RunClaim> {
  const earlier = read(dataFolder);
  if (earlier && earlier.supervisor.pid !== process.pid && isSameAlive(earlier.supervisor)) {
    throw new AppError("server/already-running", { facts: { address: earlier.address } });
  }
  for (const left of [earlier?.app, earlier?.worker]) {
    if (left && isSameAlive(left)) await endProcess(left.pid, STOP_APP_STEPS, { isGroup: true });
  }
  let record: RunRecord = { supervisor: processIdentityOf(process.pid), address };
  const note = (change: Partial<RunRecord>) => {
    record = { ...record, ...change };
    write(dataFolder, record);
  };
  note({});
  return {
    noteApp: (pid) => note({ app: processIdentityOf(pid) }),
    noteWorker: (pid) => note({ worker: processIdentityOf(pid) }),
    release: () => rmSync(fileIn(dataFolder), { force: true }),
  };
}
