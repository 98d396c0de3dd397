import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { PromotionGatePhoto, PromotionGateReport } from "@/lib/contracts/promotion-gate";
import { promotionGateReportSchema } from "@/lib/contracts/promotion-gate";
import { gateReasons } from "@/lib/contracts/promotion-gate-sentences";
import { AppError } from "@/lib/core/errors";
import { type Budget, decideGate } from "@/lib/core/gate/promotion-gate";
import { GATE_RULES, type GateRules } from "@/lib/core/gate/rules";
import { readEvaluationDetails } from "@/server/evaluation/read-details";
import { EVALUATION_DEFAULTS, evaluateFolder, openDetails } from "@/server/evaluation/service";
import type { ResolvedModel } from "@/server/models/service";
import { type ComparedSet, compareDetails } from "./compare-details";
import { measureBudgets } from "./measure-budgets";

/** Photos shown of each kind. */
const SHOWN_PHOTOS = 24;

export interface GateProgress {
  readonly done: number;
  readonly total: number;
  readonly note: string;
}

export interface GateOptions {
  readonly candidate: ResolvedModel;
  readonly champion: ResolvedModel;
  /** Folders of frozen test sets in YOLO layout. */
  readonly sets: readonly string[];
  readonly split: string;
  readonly resamples: number;
  readonly seed: number;
  readonly onProgress?: (progress: GateProgress) => void;
  readonly signal?: AbortSignal;
  /** Default: measured here. */
  readonly budgets?: readonly Budget[];
  readonly rules?: GateRules;
}

/** Runs `forage eval` for one model over all sets, into a details file. */
async function evaluateInto(
  file: string,
  model: ResolvedModel,
  options: GateOptions,
  step: number,
): Promise<void> {
  const details = await openDetails(file);
  try {
    for (const [index, folder] of options.sets.entries()) {
      const line = await evaluateFolder(model, {
        folder,
        split: options.split,
        ...EVALUATION_DEFAULTS,
        onPhoto: details.write,
        signal: options.signal,
        onProgress: (done, total) =>
          options.onProgress?.({
            done: step * options.sets.length + index + done / total,
            total: 2 * options.sets.length,
            note: `${model.id} on ${path.basename(folder)}: ${done} of ${total} photos`,
          }),
      });
      const [failed] = line.failed;
      if (failed) {
        const reason = `${path.basename(failed.photo)} could not be read`;
        throw new AppError("gate/not-comparable", { facts: { set: line.set, reason } });
      }
    }
  } finally {
    await details.close();
  }
}

async function evaluateBoth(options: GateOptions): Promise<readonly ComparedSet[]> {
  const { candidate, champion } = options;
  const folder = await mkdtemp(path.join(os.tmpdir(), "forage-gate-"));
  try {
    const files = {
      candidate: path.join(folder, "candidate.jsonl"),
      champion: path.join(folder, "champion.jsonl"),
    };
    await evaluateInto(files.champion, champion, options, 0);
    await evaluateInto(files.candidate, candidate, options, 1);
    const [mine, theirs] = [
      await readEvaluationDetails(files.candidate),
      await readEvaluationDetails(files.champion),
    ];
    const { resamples, seed } = options;
    return options.sets.map((set) => {
      const name = path.basename(path.resolve(set));
      const sides = { candidate: mine.get(name) ?? [], champion: theirs.get(name) ?? [] };
      return compareDetails(name, sides, {
        resamples,
        seed,
        candidateManifest: candidate.manifest,
        championManifest: champion.manifest,
      });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const gain = (photo: PromotionGatePhoto) => photo.championErrors - photo.candidateErrors;

function photosOf(sets: readonly ComparedSet[]): PromotionGateReport["photos"] {
  const all = sets.flatMap(({ photos }) => photos);
  const best = all.toSorted((a, b) => gain(b) - gain(a));
  return {
    better: best.filter((photo) => gain(photo) > 0).slice(0, SHOWN_PHOTOS),
    worse: best
      .toReversed()
      .filter((photo) => gain(photo) < 0)
      .slice(0, SHOWN_PHOTOS),
  };
}

function checkSets(sets: readonly string[]): void {
  const names = sets.map((set) => path.basename(path.resolve(set)));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (names.length === 0 || twice !== undefined) {
    const field = twice === undefined ? "no test set is named" : `two test sets are called ${twice}`;
    throw new AppError("request/invalid", { facts: { field } });
  }
}

/**
 * Measures candidate and champion on the same frozen sets and decides.
 * @throws AppError gate/not-comparable, request/invalid (a folder that is no set), model/… and detection/…
 */
export async function runGate(options: GateOptions): Promise<PromotionGateReport> {
  const { candidate, champion } = options;
  checkSets(options.sets);
  const started = performance.now();
  const rules = options.rules ?? GATE_RULES;
  const sets = await evaluateBoth(options);
  const budgets = options.budgets ?? (await measureBudgets(candidate, champion, rules));
  const decision = decideGate(
    sets.map(({ set }) => set),
    budgets,
    rules,
  );
  const names = new Map(
    [...candidate.manifest.classes, ...champion.manifest.classes].map((one) => [one.id, one.displayName]),
  );
  const nameOf = (classId: number) => names.get(classId) ?? String(classId);
  const report = {
    schema: 1 as const,
    candidateId: candidate.id,
    championId: champion.id,
    verdict: decision.verdict,
    rules: { ...rules },
    resamples: options.resamples,
    seed: options.seed,
    seconds: Number(((performance.now() - started) / 1000).toFixed(1)),
    sets: sets.map(({ set, boxes, f1, newClassIds }, i) => ({
      name: set.name,
      photos: set.photos,
      boxes,
      candidateMap50: set.candidateMap50,
      championMap50: set.championMap50,
      candidateF1: f1.candidate,
      championF1: f1.champion,
      difference: set.difference,
      ...set.interval,
      state: decision.sets[i]?.state ?? "not-judged",
      newClasses: newClassIds.map(nameOf),
    })),
    better: decision.better,
    classes: decision.classes.map(({ interval, standardError: _, ...one }) => ({
      ...one,
      ...interval,
      displayName: nameOf(one.classId),
    })),
    budgets: decision.budgets.map((budget) => ({ ...budget })),
    photos: photosOf(sets),
  };
  return promotionGateReportSchema.parse({ ...report, reasons: gateReasons(report) });
}
