import type { FuzzOutcome } from "./case";

const HEAD = [
  "target",
  "runs",
  "taken",
  "refused",
  "crashes",
  "hangs",
  "other",
  "slowest",
  "peak memory",
] as const;

function kinds({ findings }: FuzzOutcome) {
  const count = (kind: string) => findings.filter((one) => one.kind === kind).length;
  const [crashes, hangs] = [count("crash"), count("hang")];
  return { crashes, hangs, other: findings.length - crashes - hangs };
}

function cells(outcome: FuzzOutcome): readonly string[] {
  const { crashes, hangs, other } = kinds(outcome);
  const { target, runs, taken, refused, slowestMs, peakMegabytes } = outcome;
  const counts = [runs, taken, refused, crashes, hangs, other].map((value) => value.toLocaleString("en-GB"));
  return [target, ...counts, `${Math.round(slowestMs)} ms`, peakMegabytes > 0 ? `${peakMegabytes} MB` : "–"];
}

const row = (words: readonly string[]) => `| ${words.join(" | ")} |`;

/** Results of each target as a Markdown table. */
export function fuzzTable(outcomes: readonly FuzzOutcome[]): string {
  return [
    row(HEAD),
    row(HEAD.map((_, i) => (i === 0 ? "---" : "--:"))),
    ...outcomes.map((one) => row(cells(one))),
  ].join("\n");
}
