import type { SetDifference } from "../metrics/paired-bootstrap";
import { type JudgedClass, judgeClasses } from "./judge-classes";
import type { GateRules } from "./rules";

export type PromotionVerdict = "passed" | "rejected" | "inconclusive";

/** How one condition came out: `unclear`: there are too few photos to decide. */
export type CheckState = "passed" | "failed" | "unclear" | "not-judged";

export interface GateSet extends SetDifference {
  readonly name: string;
  readonly photos: number;
}

/** Something measured against a limit: bytes, milliseconds, px. */
export interface Budget {
  readonly name: "size" | "latency" | "parity";
  readonly candidate: number;
  /** Null where only the limit counts. */
  readonly champion: number | null;
  readonly limit: number;
  readonly unit: "B" | "ms" | "of tolerance";
}

export interface SetCheck {
  readonly set: string;
  readonly state: CheckState;
}

export interface GateDecision {
  readonly verdict: PromotionVerdict;
  /** No set worse than it may be. */
  readonly sets: readonly SetCheck[];
  /** At least one set better. */
  readonly better: CheckState;
  readonly classes: readonly JudgedClass[];
  readonly budgets: readonly (Budget & { readonly state: "passed" | "failed" })[];
}

const isJudged = (set: GateSet, rules: GateRules) => set.photos >= rules.minPhotosOfSet;

function checkSet(set: GateSet, rules: GateRules): CheckState {
  if (!isJudged(set, rules)) return "not-judged";
  if (set.interval.low > rules.worstSet) return "passed";
  return set.interval.high < rules.worstSet ? "failed" : "unclear";
}

/** Better on one set is enough; certainly worse on every set is a failure. */
function checkBetter(sets: readonly GateSet[], rules: GateRules): CheckState {
  const judged = sets.filter((set) => isJudged(set, rules));
  if (judged.length === 0) return "unclear";
  if (judged.some((set) => set.interval.low > rules.bestSet)) return "passed";
  return judged.every((set) => set.interval.high < rules.bestSet) ? "failed" : "unclear";
}

/**
 * Decides whether a candidate may become champion. `rejected` needs evidence against it: an interval wholly on the
 * wrong side, a class that got worse, or an exceeded budget. With too few photos the verdict is `inconclusive`.
 */
export function decideGate(
  sets: readonly GateSet[],
  budgets: readonly Budget[],
  rules: GateRules,
): GateDecision {
  const setChecks = sets.map((set) => ({ set: set.name, state: checkSet(set, rules) }));
  const better = checkBetter(sets, rules);
  const classes = judgeClasses(
    sets.map(({ name, byClass }) => ({ set: name, byClass })),
    rules,
  );
  const judgedBudgets = budgets.map((budget) => ({
    ...budget,
    state: budget.candidate <= budget.limit ? ("passed" as const) : ("failed" as const),
  }));
  const states = [...setChecks.map((check) => check.state), better, ...judgedBudgets.map((one) => one.state)];
  const isRejected = states.includes("failed") || classes.some((one) => one.state === "worse");
  const verdict = isRejected ? "rejected" : states.includes("unclear") ? "inconclusive" : "passed";
  return { verdict, sets: setChecks, better, classes, budgets: judgedBudgets };
}
