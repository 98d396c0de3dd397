import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { type EvaluationLine, evaluationSchema } from "@/lib/contracts/evaluation";
import type { MeasuredSet } from "@/lib/contracts/experiments";
import type { EvaluationReport, SetEvaluation } from "@/lib/contracts/training";
import { readReport, runFolder } from "@/server/training/run-folder";
import type { VersionPhotos } from "./photos-of-version";

const TEST_FILE = /^test-(.+)\.json$/;

/** What a run's kept config was measured to be on the frozen sets, as its own files say. */
export interface RunFigures {
  readonly lines: readonly EvaluationLine[];
  readonly report: EvaluationReport | undefined;
}

async function readLine(file: string): Promise<EvaluationLine | null> {
  try {
    return evaluationSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    // being written, or of another version: not known
    return null;
  }
}

async function readFigures(folder: string, runId: string, names: readonly string[]): Promise<RunFigures> {
  const lines = await Promise.all(names.map((name) => readLine(path.join(folder, name))));
  const report = await readReport(runId).catch(() => undefined);
  return { lines: lines.filter((line) => line !== null), report };
}

const known = new Map<string, { readonly stamp: string; readonly figures: Promise<RunFigures> }>();
const KEPT = 500;

/** The run's figures; read again when a file has come or changed. */
export async function runFigures(runId: string): Promise<RunFigures> {
  const folder = path.join(runFolder(runId), "evaluation");
  const names = await readdir(folder).catch(() => []);
  const tests = names.filter((name) => TEST_FILE.test(name)).sort();
  const stamps = await Promise.all(
    [...tests, "report.json"].map((name) =>
      stat(path.join(folder, name)).then(
        ({ mtimeMs, size }) => `${name} ${mtimeMs} ${size}`,
        () => name,
      ),
    ),
  );
  const stamp = stamps.join("\n");
  const found = known.get(runId);
  if (found?.stamp === stamp) return found.figures;
  const figures = readFigures(folder, runId, tests);
  if (known.size >= KEPT) known.clear();
  known.set(runId, { stamp, figures });
  return figures;
}

/** Over all boxes, at the confidence that is best on validation. */
function f1Of(report: EvaluationReport | undefined, found: SetEvaluation | null | undefined) {
  const confidence = report?.thresholds.common;
  const f1 = confidence === undefined ? undefined : found?.curve.f1[Math.round(confidence * 100)];
  return f1 === undefined || confidence === undefined ? { f1: null, confidence: null } : { f1, confidence };
}

/** F1 on validation, where a run's report tells it. */
export const validationF1 = ({ report }: RunFigures) => f1Of(report, report?.validation);

/** Figures on the frozen sets. Files alone do not make photos the same: their boxes, in the version, belong to it. */
export function testsOf({ lines, report }: RunFigures, version: VersionPhotos | null): MeasuredSet[] {
  return lines.map(({ set, photos, boxes, photosSha256, map50, map50_95 }) => {
    const labels = version?.tests.get(set);
    return {
      set,
      split: "test",
      photosKey: labels === undefined ? null : `${photosSha256} ${boxes} ${labels}`,
      photos,
      boxes,
      map50,
      map50_95,
      ...f1Of(
        report,
        report?.sets.find((one) => one.set === set),
      ),
    };
  });
}
