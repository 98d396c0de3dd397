import {
  type EarlierBoxes,
  type FindingGroup,
  type ImportProblem,
  type ImportResult,
  MAX_PROBLEMS,
  type PhotoOutcome,
} from "@/lib/contracts/dataset-import";
import { checkClassCounts, checkClassNames } from "@/lib/core/datasets/check-classes";
import type { CheckedPhoto } from "@/lib/core/datasets/checked-photo";
import { checkPixels } from "@/lib/core/datasets/checks/run-checks";
import { findDuplicates } from "@/lib/core/datasets/find-duplicates";
import type { Finding } from "@/lib/core/datasets/finding";
import type { ParallelOptions } from "../in-parallel";
import { inspectStored } from "../inspections/inspections";
import type { LabelledSet } from "./labelled-set";
import { readOutcomes } from "./outcome-log";

const EXAMPLES = 50;
/** As photos are stored. */
const ENDING: Readonly<Record<string, string>> = { jpeg: "jpg" };

/** Findings by code, errors first, with a few of each in full. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const one of findings) {
    const group = groups.get(one.code) ?? { code: one.code, severity: one.severity, count: 0, examples: [] };
    group.count++;
    if (group.examples.length < EXAMPLES) group.examples.push(one);
    groups.set(one.code, group);
  }
  const isWarning = ({ severity }: FindingGroup) => Number(severity === "warning");
  return [...groups.values()].toSorted((a, b) => isWarning(a) - isWarning(b) || b.count - a.count);
}

/** The quality gate's findings on the imported photos: their pixels, and duplicates. */
async function checkStored(outcomes: readonly PhotoOutcome[], options: ParallelOptions): Promise<Finding[]> {
  const stored = outcomes.flatMap(({ sha256, path, split }) => (sha256 ? [{ sha256, path, split }] : []));
  const contents = [...new Set(stored.map(({ sha256 }) => sha256))];
  const inspections = await inspectStored(contents, options);
  const checked: CheckedPhoto[] = stored.map(({ sha256, path, split }) => {
    const inspection = inspections.get(sha256);
    const base = { name: path, split: split ?? "none", sha256, classes: [] };
    if (!inspection?.isReadable) return { ...base, print: undefined, findings: [] };
    const extension = ENDING[inspection.format] ?? inspection.format;
    return {
      ...base,
      print: inspection.print,
      findings: checkPixels(path, { ...inspection, extension }),
    };
  });
  return [...checked.flatMap(({ findings }) => findings), ...findDuplicates(checked)];
}

function checkClasses(outcomes: readonly PhotoOutcome[]): Finding[] {
  const counts = new Map<string, { name: string; boxes: number; photos: number }>();
  for (const { classes } of outcomes) {
    for (const [name, boxes] of classes) {
      const one = counts.get(name) ?? { name, boxes: 0, photos: 0 };
      counts.set(name, { name, boxes: one.boxes + boxes, photos: one.photos + 1 });
    }
  }
  return [...checkClassNames([...counts.keys()]), ...checkClassCounts([...counts.values()])];
}

const total = (outcomes: readonly PhotoOutcome[], key: "boxes" | "polygons" | "crowds" | "leftOut") =>
  outcomes.reduce((sum, one) => sum + one[key], 0);

function totalEarlier(outcomes: readonly PhotoOutcome[]): EarlierBoxes {
  const sum = (key: keyof EarlierBoxes) => outcomes.reduce((all, { earlier }) => all + earlier[key], 0);
  return { kept: sum("kept"), gone: sum("gone"), added: sum("added") };
}

/** What an import did, from its log. @param options of the second look at the photos, which finds copies */
export async function summariseImport(
  { log, set, name }: { readonly log: string; readonly set: LabelledSet; readonly name: string },
  options: ParallelOptions,
): Promise<ImportResult> {
  const byPath = new Map<string, PhotoOutcome>();
  for await (const outcome of readOutcomes(log)) byPath.set(outcome.path, outcome);
  const outcomes = [...byPath.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const problems: ImportProblem[] = [
    ...outcomes.flatMap(({ path, problems: reasons }) => reasons.map((reason) => ({ path, reason }))),
    ...set.leftAside,
  ];
  const photos = { new: 0, known: 0, changed: 0, unlabelled: 0, failed: 0 };
  const splits = { train: 0, val: 0, test: 0, none: 0 };
  for (const { outcome, split } of outcomes) {
    photos[outcome]++;
    if (outcome !== "failed") splits[split ?? "none"]++;
  }
  const findings = [
    ...outcomes.flatMap((one) => one.findings),
    ...(await checkStored(outcomes, options)),
    ...checkClasses(outcomes),
  ];
  return {
    format: set.format,
    name,
    photos,
    boxes: total(outcomes, "boxes"),
    earlier: totalEarlier(outcomes),
    polygons: total(outcomes, "polygons"),
    crowds: total(outcomes, "crowds"),
    leftOut: total(outcomes, "leftOut"),
    splits,
    problems: problems.slice(0, MAX_PROBLEMS),
    problemCount: problems.length,
    findings: groupFindings(findings),
  };
}
