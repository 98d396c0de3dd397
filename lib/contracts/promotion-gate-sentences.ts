import type { PromotionGateBudget, PromotionGateReport, PromotionGateSet } from "./promotion-gate";

type Judged = Omit<PromotionGateReport, "reasons">;

const points = (value: number) => {
  const text = (100 * value).toFixed(1);
  return value > 0 ? `+${text}` : text.replace("-", "−");
};

const interval = ({ low, high }: { low: number; high: number }) => `${points(low)} to ${points(high)} points`;

function setSentence(set: PromotionGateSet, { rules }: Judged): string {
  const limit = points(rules.worstSet);
  switch (set.state) {
    case "failed":
      return `On ${set.name} the candidate is worse: ${interval(set)}, wholly below the limit of ${limit}.`;
    case "unclear":
      return `On ${set.name} the ${set.photos} photos do not suffice to rule out a fall below ${limit} points: ${interval(set)}.`;
    case "not-judged":
      return `${set.name} is a spot check (${set.photos} photos of at least ${rules.minPhotosOfSet}) and is not judged.`;
    case "passed":
      return `On ${set.name} the difference is ${interval(set)}, above the limit of ${limit}.`;
  }
}

function betterSentence({ better, sets }: Judged): string {
  const judged = sets.filter((set) => set.state !== "not-judged");
  if (judged.length === 0) return "No set has enough photos to judge by.";
  if (better === "passed") {
    const names = judged.filter((set) => set.low > 0).map((set) => set.name);
    return `The candidate is better on ${names.join(" and ")}.`;
  }
  return better === "failed"
    ? "The candidate is worse on every set."
    : "On no set is the candidate surely better than the champion.";
}

const BUDGET_NAMES = { size: "Size in the browser", latency: "Time for a photo", parity: "Parity" } as const;

/** A budget's figure with its unit, for people. */
export function budgetValue(value: number, unit: PromotionGateBudget["unit"]): string {
  if (unit === "B") return `${(value / 1e6).toFixed(1)} MB`;
  if (unit === "ms") return `${value.toFixed(0)} ms`;
  return `${(100 * value).toFixed(0)} % of what is allowed`;
}

/**
 * What decided a verdict, in the order of weight. A passed gate says why it passed; the others say all that stood in
 * the way.
 */
export function gateReasons(report: Judged): readonly string[] {
  const wanted = report.verdict === "passed" ? ["passed"] : ["failed", "unclear"];
  const fallen = report.classes.filter((one) => one.state === "worse");
  const over = report.budgets.filter((one) => one.state === "failed");
  return [
    ...report.sets.filter((set) => wanted.includes(set.state)).map((set) => setSentence(set, report)),
    ...(wanted.includes(report.better) ? [betterSentence(report)] : []),
    ...fallen.map(
      (one) =>
        `${one.displayName} on ${one.set} fell: ${interval(one)}, wholly below ${points(report.rules.worstClass)}.`,
    ),
    ...over.map(
      (one) =>
        `${BUDGET_NAMES[one.name]} is over its budget: ${budgetValue(one.candidate, one.unit)}, at most ${budgetValue(one.limit, one.unit)}.`,
    ),
    ...report.sets.filter((set) => set.state === "not-judged").map((set) => setSentence(set, report)),
  ];
}
