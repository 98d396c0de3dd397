import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import type { OutsideMaker } from "@/lib/contracts/monitor-reports";
import { AppError } from "@/lib/core/errors";
import { ownTeam } from "@/server/db/own-team";
import { readRows } from "@/server/monitoring/read-rows";
import { makeReport, newestWeek } from "@/server/monitoring/reports/forage-report";
import { openReport } from "@/server/monitoring/reports/open-report";
import { outsideColumns } from "@/server/monitoring/reports/outside-columns";
import { keepOutside } from "@/server/monitoring/reports/outside-job";
import { runOutside } from "@/server/monitoring/reports/run-outside";
import { JSON_OPTION, say, writeLine } from "./output";
import { untilInterrupted } from "./until-interrupted";
import { withDatabase } from "./with-database";

interface ReportFlags {
  readonly model?: string;
  readonly evidently?: boolean;
  readonly alibi?: boolean;
  readonly out?: string;
}

/** The page where somebody asked for one, and what it says on stdout. */
async function give(said: unknown, page: Buffer | null, { out }: ReportFlags): Promise<void> {
  if (out !== undefined) {
    await writeFile(out, page ?? JSON.stringify(said));
    say(`${out} is written.`);
  }
  writeLine(said);
}

/** The other program that is asked for; undefined for Forage itself. @throws AppError where both are */
function makerOf({ evidently, alibi }: ReportFlags): OutsideMaker | undefined {
  if (evidently && alibi)
    throw new AppError("request/invalid", { facts: { field: "--evidently and --alibi: one at a time" } });
  if (evidently) return "evidently";
  return alibi ? "alibi" : undefined;
}

/** Another program over two files of rows; nothing is kept, and no name is put together with others. */
async function ofFiles(referenceFile: string, currentFile: string, flags: ReportFlags): Promise<void> {
  const maker = makerOf(flags);
  if (!maker)
    throw new AppError("request/invalid", {
      facts: {
        field: "two files are compared by forage monitor compare, or with --evidently or --alibi here",
      },
    });
  const [reference, current] = [await readRows(referenceFile), await readRows(currentFile)];
  const { page, said } = await runOutside(maker, outsideColumns(reference, current, 0), untilInterrupted());
  await give(said.summary, page, flags);
}

/** The newest week that was compared, kept among the team's reports. */
async function ofStore(flags: ReportFlags): Promise<void> {
  const teamId = ownTeam();
  const modelId = flags.model ?? null;
  const keep = async () => {
    const maker = makerOf(flags);
    if (!maker) return makeReport({ teamId, modelId });
    const { model, startsOn } = await newestWeek(teamId, modelId);
    return keepOutside(maker, { teamId, modelId: model.modelId, startsOn }, untilInterrupted());
  };
  const { report, page } = await openReport(teamId, (await keep()).id);
  await give(report, page, flags);
}

async function reportCommand(
  reference: string | undefined,
  current: string | undefined,
  flags: ReportFlags,
): Promise<void> {
  if (reference === undefined) return withDatabase(() => ofStore(flags));
  if (current === undefined)
    throw new AppError("request/invalid", { facts: { field: "a report of files needs two of them" } });
  return ofFiles(reference, current, flags);
}

/** `forage monitor report`. */
export function addReportCommand(monitor: Command): void {
  monitor
    .command("report")
    .description(
      "make and keep the report of the newest week of detections; of two files of rows with --evidently or --alibi",
    )
    .argument("[reference]", "rows as they should be: .jsonl, .ndjson, .csv or .tsv")
    .argument("[current]", "rows to compare with them")
    .option(...JSON_OPTION)
    .option("--model <id>", "of this model; default: the one used last")
    .option("--evidently", "let Evidently make it (bash scripts/training-setup.sh --evidently)")
    .option("--alibi", "let Alibi Detect look for outliers (bash scripts/training-setup.sh --alibi)")
    .option("--out <file>", "write it there: another program's as a page, Forage's as JSON")
    .action(reportCommand);
}
