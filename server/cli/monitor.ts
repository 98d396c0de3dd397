import { type Command, InvalidArgumentError, Option } from "commander";
import { missingSentence, NO_VERDICT_SENTENCES, tableSentence } from "@/lib/contracts/drift-sentences";
import { AppError } from "@/lib/core/errors";
import { isByChance } from "@/lib/core/monitoring/choose-test";
import { type ColumnFinding, type CompareOptions, compareTables } from "@/lib/core/monitoring/compare-tables";
import type { Table } from "@/lib/core/monitoring/table";
import { readRows } from "@/server/monitoring/read-rows";
import { addReportCommand } from "./monitor-report";
import { addTrainingCommand } from "./monitor-training";
import { JSON_OPTION, say, writeLine } from "./output";

interface CompareFlags {
  readonly columns?: readonly string[];
  readonly without?: readonly string[];
  readonly share: number;
  readonly correction: CompareOptions["correction"];
  readonly numbers?: CompareOptions["numberTest"];
  readonly names?: CompareOptions["categoryTest"];
  readonly vectors?: CompareOptions["vectorTest"];
  readonly asEvidently?: boolean;
}

/** Scripts go on after 0 only; 1 is a failure and 2 wrong usage, as everywhere. */
const EXIT_CODES = { "no drift": 0, drift: 3, "too few rows": 4 } as const;

function parseShare(text: string): number {
  const share = Number(text);
  if (!(share > 0 && share <= 1)) throw new InvalidArgumentError("a number above 0, at most 1.");
  return share;
}

/** The table with the columns that are asked for. @throws AppError for a name that neither table has */
function chosen(table: Table, other: Table, flags: CompareFlags): Table {
  for (const name of [...(flags.columns ?? []), ...(flags.without ?? [])])
    if (!table.columns.has(name) && !other.columns.has(name))
      throw new AppError("request/invalid", { facts: { field: `no column is called "${name}"` } });
  const isAsked = (name: string) =>
    (flags.columns === undefined || flags.columns.includes(name)) && !flags.without?.includes(name);
  return { ...table, columns: new Map([...table.columns].filter(([name]) => isAsked(name))) };
}

const short = (value: number) =>
  value !== 0 && Math.abs(value) < 0.0001 ? value.toExponential(1) : value.toFixed(4);

function rowOf(finding: ColumnFinding): readonly string[] {
  const { column, kind, test, value, corrected, threshold, verdict, reason, reference, current } = finding;
  const isP = test !== null && isByChance(test);
  const raised = corrected === null || corrected === value ? "" : ` (${short(corrected)})`;
  const gaps =
    reference.missing + current.missing === 0 ? "" : `, missing ${reference.missing} / ${current.missing}`;
  return [
    column,
    kind,
    test ?? "",
    value === null ? "" : `${isP ? "p " : ""}${short(value)}${raised}`,
    threshold === null ? "" : short(threshold),
    reason === null ? verdict : `no verdict: ${NO_VERDICT_SENTENCES[reason]}`,
    `${reference.rows} / ${current.rows}${gaps}`,
  ];
}

function sayTable(findings: readonly ColumnFinding[]): void {
  const lines = [["column", "kind", "test", "value", "threshold", "verdict", "rows"], ...findings.map(rowOf)];
  const widths = lines[0]!.map((_, index) => Math.max(...lines.map((line) => line[index]!.length)));
  for (const line of lines)
    say(
      line
        .map((text, index) => text.padEnd(widths[index]!))
        .join("  ")
        .trimEnd(),
    );
}

async function compareCommand(
  referenceFile: string,
  currentFile: string,
  flags: CompareFlags,
): Promise<void> {
  const [allReference, allCurrent] = [await readRows(referenceFile), await readRows(currentFile)];
  const reference = chosen(allReference, allCurrent, flags);
  const current = chosen(allCurrent, allReference, flags);
  const options: CompareOptions = {
    asEvidently: flags.asEvidently ?? false,
    correction: flags.asEvidently ? "none" : flags.correction,
    share: flags.share,
    numberTest: flags.numbers,
    categoryTest: flags.names,
    vectorTest: flags.vectors,
  };
  const finding = compareTables(reference, current, options);
  if (finding.comparable === 0)
    throw new AppError("request/invalid", {
      facts: { field: `${referenceFile} and ${currentFile} have no column that can be compared` },
    });
  sayTable(finding.columns);
  for (const column of finding.columns) {
    const sentence = missingSentence(column);
    if (sentence !== undefined) say(sentence);
  }
  say(tableSentence(finding, flags.share));
  const { share, correction } = options;
  writeLine({ reference: referenceFile, current: currentFile, share, correction, ...finding });
  process.exitCode = EXIT_CODES[finding.verdict];
}

/** `forage monitor`. */
export function addMonitorCommands(program: Command): void {
  const monitor = program.command("monitor").description("watch whether what the model sees has changed");
  monitor
    .command("compare")
    .description(
      "compare two files of rows column by column: no drift (exit 0), drift (3) or too few rows (4)",
    )
    .argument("<reference>", "rows as they should be: .jsonl, .ndjson, .csv or .tsv")
    .argument("<current>", "rows to compare with them")
    .option(...JSON_OPTION)
    .option("--columns <names...>", "only these columns")
    .option("--without <names...>", "all columns but these, such as the time")
    .option("--share <share>", "the whole drifts from this share of drifting columns", parseShare, 0.5)
    .addOption(
      new Option("--correction <name>", "how p-values are raised for the number of columns")
        .choices(["benjamini-hochberg", "holm", "none"])
        .default("benjamini-hochberg"),
    )
    .addOption(
      new Option("--numbers <test>", "test all columns of numbers by this").choices([
        "ks",
        "wasserstein",
        "jensenshannon",
        "psi",
      ]),
    )
    .addOption(
      new Option("--names <test>", "test all columns of names by this").choices([
        "chisquare",
        "jensenshannon",
        "psi",
      ]),
    )
    .addOption(
      new Option("--vectors <test>", "test columns of vectors by this").choices(["domain-classifier", "mmd"]),
    )
    .option("--as-evidently", "exactly Evidently's tests and verdicts: no guard for few rows, no correction")
    .action(compareCommand);
  addReportCommand(monitor);
  addTrainingCommand(monitor);
}
