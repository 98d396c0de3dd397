import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { type EvidentlySummary, evidentlySummarySchema } from "@/lib/contracts/monitor-reports";
import { AppError } from "@/lib/core/errors";
import { projectPath } from "@/server/storage/project-root";
import type { EvidentlyColumn } from "./evidently-columns";

const run = promisify(execFile);
/** Evidently takes half a minute to start on a slow computer. */
const LONGEST_MS = 15 * 60_000;

/** Not by `path.join`: the bundler would follow what it can guess of the path, and an environment links out of here. */
const python = () => [projectPath("training"), ".venv-evidently", "bin", "python"].join(path.sep);

/** Whether `bash scripts/training-setup.sh --evidently` has been run. */
export const isEvidentlyInstalled = (): boolean => existsSync(python());

/** For those who run Forage. */
export const notInstalled = (): AppError =>
  new AppError("request/invalid", {
    facts: { field: "Evidently is not installed; bash scripts/training-setup.sh --evidently installs it" },
  });

export interface EvidentlyAnswer {
  readonly page: Buffer;
  readonly summary: EvidentlySummary;
}

/**
 * Evidently's page and tests over two samples, made in a process of its own that knows nothing of Forage's settings.
 * @throws AppError request/invalid where it is not installed; Error for what it stumbles over
 */
export async function runEvidently(
  columns: readonly EvidentlyColumn[],
  signal: AbortSignal,
): Promise<EvidentlyAnswer> {
  if (!isEvidentlyInstalled()) throw notInstalled();
  const folder = await mkdtemp(path.join(tmpdir(), "forage-evidently-"));
  try {
    const rows = path.join(folder, "rows.json");
    await writeFile(rows, JSON.stringify({ columns }));
    await run(python(), ["-m", "forage_training.monitoring.evidently_report", rows, folder], {
      signal,
      timeout: LONGEST_MS,
      maxBuffer: 16 * 2 ** 20,
      env: {
        NODE_ENV: process.env.NODE_ENV,
        PATH: process.env.PATH,
        HOME: folder,
        PYTHONPATH: projectPath("training", "src"),
        DO_NOT_TRACK: "1",
      },
    });
    const summary = evidentlySummarySchema.parse(
      JSON.parse(await readFile(path.join(folder, "summary.json"), "utf8")),
    );
    return { page: await readFile(path.join(folder, "report.html")), summary };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
