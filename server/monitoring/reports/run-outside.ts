import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import {
  type AlibiSummary,
  alibiSummarySchema,
  type EvidentlySummary,
  evidentlySummarySchema,
  OUTSIDE_MAKERS,
  type OutsideMaker,
} from "@/lib/contracts/monitor-reports";
import { AppError } from "@/lib/core/errors";
import { projectPath } from "@/server/storage/project-root";
import type { OutsideColumn } from "./outside-columns";

const run = promisify(execFile);
/** Each takes half a minute to start on a slow computer. */
const LONGEST_MS = 15 * 60_000;

const ABOUT = {
  evidently: { name: "Evidently", module: "evidently_report" },
  alibi: { name: "Alibi Detect", module: "alibi_outliers" },
} as const;

/** Not by `path.join`: the bundler would follow what it can guess of the path, and an environment links out of here. */
const pythonOf = (maker: OutsideMaker) =>
  [projectPath("training"), `.venv-${maker}`, "bin", "python"].join(path.sep);

/** Those whose environment is there: `bash scripts/training-setup.sh --evidently`, `--alibi`. */
export const installedMakers = (): readonly OutsideMaker[] =>
  OUTSIDE_MAKERS.filter((maker) => existsSync(pythonOf(maker)));

/** For those who run Forage. */
export const notInstalled = (maker: OutsideMaker): AppError =>
  new AppError("request/invalid", {
    facts: {
      field: `${ABOUT[maker].name} is not installed; bash scripts/training-setup.sh --${maker} installs it`,
    },
  });

export type OutsideSummary =
  | { readonly maker: "evidently"; readonly summary: EvidentlySummary }
  | { readonly maker: "alibi"; readonly summary: AlibiSummary };

export interface OutsideAnswer {
  readonly page: Buffer;
  readonly said: OutsideSummary;
}

function saidBy(maker: OutsideMaker, text: string): OutsideSummary {
  const found: unknown = JSON.parse(text);
  return maker === "evidently"
    ? { maker, summary: evidentlySummarySchema.parse(found) }
    : { maker, summary: alibiSummarySchema.parse(found) };
}

/**
 * What another program makes of two samples, in a process of its own that knows nothing of Forage's settings.
 * @throws AppError request/invalid where it is not installed; Error for what it stumbles over
 */
export async function runOutside(
  maker: OutsideMaker,
  columns: readonly OutsideColumn[],
  signal: AbortSignal,
): Promise<OutsideAnswer> {
  if (!installedMakers().includes(maker)) throw notInstalled(maker);
  const folder = await mkdtemp(path.join(tmpdir(), `forage-${maker}-`));
  try {
    const rows = path.join(folder, "rows.json");
    await writeFile(rows, JSON.stringify({ columns }));
    await run(pythonOf(maker), ["-m", `forage_training.monitoring.${ABOUT[maker].module}`, rows, folder], {
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
    const said = saidBy(maker, await readFile(path.join(folder, "summary.json"), "utf8"));
    return { page: await readFile(path.join(folder, "report.html")), said };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
