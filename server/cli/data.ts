import path from "node:path";
import type { Command } from "commander";
import type { Finding } from "@/lib/core/datasets/finding";
import { checkSet, type SetCheckReport } from "@/server/datasets/check-set";
import { addReadingOptions, type ReadingFlags, readingOf, sayReading } from "./data-reading";
import { addTransferCommands } from "./data-transfer";
import { addVersionCommands } from "./data-versions";
import { JSON_OPTION, say, sayProgress, writeLine } from "./output";

const SHOWN_PER_CODE = 3;

function sayFindings(findings: readonly Finding[]): void {
  const codes = [...new Set(findings.map((one) => one.code))];
  for (const code of codes) {
    const all = findings.filter((one) => one.code === code);
    say(`${all[0]?.severity} ${code}: ${all.length}`);
    for (const { photos, line, facts } of all.slice(0, SHOWN_PER_CODE)) {
      const where = [...photos, ...(line === undefined ? [] : [`line ${line}`])].join(", ");
      const what = Object.entries(facts).map(([name, value]) => `${name} ${value}`);
      say(`  ${[where, what.join(", ")].filter(Boolean).join(": ")}`);
    }
    if (all.length > SHOWN_PER_CODE) say(`  … and ${all.length - SHOWN_PER_CODE} more`);
  }
}

function sayReport(report: SetCheckReport): void {
  if (report.classes.length === 0) {
    say("this set names no class: its photos are checked, but it cannot be used for training or measuring");
  }
  sayFindings(report.findings);
  say(
    `${report.photos} photos, ${report.boxes} boxes, ${report.classes.length} classes: ` +
      `${report.errors} errors, ${report.warnings} warnings in ${report.seconds} s`,
  );
}

async function checkCommand(place: string, flags: ReadingFlags): Promise<void> {
  const cancel = new AbortController();
  process.once("SIGINT", () => cancel.abort());
  const options = { ...readingOf(flags), onProgress: sayProgress(), signal: cancel.signal };
  const report = await checkSet(path.resolve(place), options);
  sayReading(report.format, report.candidates, report.doubts);
  sayReport(report);
  writeLine(report);
  if (report.errors > 0) process.exitCode = 1;
}

/** `forage data …`. */
export function addDataCommands(program: Command): void {
  const data = program.command("data").description("labelled sets");
  const check = data
    .command("check")
    .description("check photos, labels, classes and duplicates of a labelled set; exit 1 on errors")
    .argument("<path>", "folder, or zip, tar or tar.gz archive")
    .option(...JSON_OPTION);
  addReadingOptions(check).action(checkCommand);
  addVersionCommands(data);
  addTransferCommands(data);
}
