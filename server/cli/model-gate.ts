import { readFile } from "node:fs/promises";
import { type Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import { type PromotionGateReport, promotionGateReportSchema } from "@/lib/contracts/promotion-gate";
import { AppError } from "@/lib/core/errors";
import { localContext } from "@/server/api/context";
import { releaseNetworks } from "@/server/detection/service";
import { GATE_DEFAULTS, keepAndPromote, keepVerdict } from "@/server/gate/keep-verdict";
import { runGate } from "@/server/gate/run-gate";
import { championId, resolveModel } from "@/server/models/service";
import { JSON_OPTION, say, writeLine } from "./output";

interface GateFlags {
  readonly against?: string;
  readonly sets: readonly string[];
  readonly split: string;
  readonly resamples: number;
  readonly seed: number;
}

/** Scripts continue only after a pass; 1 is a failure and 2 wrong usage, as everywhere. */
export const EXIT_CODES: Readonly<Record<PromotionGateReport["verdict"], number>> = {
  passed: 0,
  rejected: 3,
  inconclusive: 4,
};

function parseCount(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("a whole number from 1.");
  return value;
}

const points = (value: number) => `${value > 0 ? "+" : ""}${(100 * value).toFixed(1)}`;

function sayReport(report: PromotionGateReport): void {
  for (const set of report.sets) {
    const { name, photos, candidateMap50, championMap50, candidateF1, championF1, difference, low, high } =
      set;
    const pair = (mine: number, theirs: number) =>
      `${(100 * mine).toFixed(1)} against ${(100 * theirs).toFixed(1)}`;
    const f1 = candidateF1 === null || championF1 === null ? "" : `; F1 ${pair(candidateF1, championF1)}`;
    const interval = `${points(difference)} (${points(low)} to ${points(high)}, ${photos} photos)`;
    say(`${name}: mAP50 ${pair(candidateMap50, championMap50)}, ${interval}${f1}`);
  }
  for (const reason of report.reasons) say(reason);
  say(`${report.candidateId} against ${report.championId}: ${report.verdict} (${report.seconds} s)`);
}

/** Prints the gate's progress, once for every set and model. */
function sayNotes(): (progress: { readonly note: string }) => void {
  let shown = 0;
  return ({ note }) => {
    if (performance.now() - shown < 10_000) return;
    shown = performance.now();
    say(note);
  };
}

async function gateCommand(candidateId: string, flags: GateFlags): Promise<void> {
  try {
    const { sets, split, resamples, seed } = flags;
    const report = await runGate({
      candidate: await resolveModel(candidateId),
      champion: await resolveModel(flags.against ?? (await championId())),
      sets,
      split,
      resamples,
      seed,
      onProgress: sayNotes(),
    });
    sayReport(report);
    writeLine({ ...report, ...(await keep(report)) });
    process.exitCode = EXIT_CODES[report.verdict];
  } finally {
    await releaseNetworks();
  }
}

/** Keeps a verdict where there is a database, and promotes where that is switched on. */
async function keep(report: PromotionGateReport) {
  if (!process.env.DATABASE_URL) return {};
  return keepAndPromote(report, localContext().user.id);
}

const keptReportSchema = promotionGateReportSchema.extend({ verdictId: z.uuid().optional() });

/**
 * Keeps the verdict of a gate that ran without a database; a verdict already kept is not kept twice.
 * @throws AppError request/invalid when the file holds no verdict of this model
 */
export async function keepVerdictFile(file: string): Promise<void> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new AppError("request/invalid", { facts: { file, field: `${file} cannot be read` }, cause });
  });
  const parsed = keptReportSchema.safeParse(JSON.parse(text));
  // a gate without any set to judge by has a verdict, but nothing to show
  if (!parsed.success) return say(`${file}: not a gate report, so there is no page for it`);
  if (parsed.data.verdictId === undefined) await keepVerdict(promotionGateReportSchema.parse(parsed.data));
}

/** `forage model gate`. */
export function addGateCommand(model: Command): void {
  model
    .command("gate")
    .description(
      "compare a candidate with the champion on the same frozen sets: passed (exit 0), rejected (3) or inconclusive (4)",
    )
    .argument("<id>", "name/version of the candidate")
    .option("--against <id>", "name/version instead of the champion")
    .requiredOption("--sets <dir...>", "folders with data.yaml, images/<split> and labels/<split>")
    .option("--split <name>", "which split", GATE_DEFAULTS.split)
    .option("--resamples <count>", "how many bootstrap resamples", parseCount, GATE_DEFAULTS.resamples)
    .option("--seed <number>", "the same seed gives the same resamples", parseCount, GATE_DEFAULTS.seed)
    .option(...JSON_OPTION)
    .action(gateCommand);
}
