"use client";

import { useTranslations } from "next-intl";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { ScrollAcross } from "@/components/ui/scroll-across";
import { Section } from "@/components/ui/section";
import type { TrainingRun, Trial } from "@/lib/contracts/training";

const TONES = {
  running: "unsure",
  complete: "good",
  pruned: "plain",
  failed: "attention",
  stopped: "plain",
} as const satisfies Record<Trial["state"] | "stopped", BadgeTone>;

/** A trial is not told that its run was stopped: then it waits for somebody to go on with it. */
function stateOf({ state }: Trial, { job }: TrainingRun): keyof typeof TONES {
  const isAtWork = job?.state === "running" || job?.state === "cancelling";
  return state === "running" && !isAtWork ? "stopped" : state;
}

/** Every trial of a sweep: what was drawn, how it ended, and how good it was. */
export function TrialTable({ run }: { readonly run: TrainingRun }) {
  const t = useTranslations("training.trials");
  const { trials, chosen, sweep } = run.outcome;
  if (trials.length === 0) return null;
  const names = [...new Set(trials.flatMap(({ values }) => Object.keys(values)))];
  const ended = trials.filter(({ state }) => state !== "running").length;
  return (
    <Section title={t("title")}>
      <p className="text-ink-soft">
        {sweep?.runs
          ? t("countOf", { ended, runs: sweep.runs, workers: sweep.workers })
          : t("count", { ended, workers: sweep?.workers ?? 1 })}
      </p>
      <ScrollAcross label={t("table")}>
        <table className="tabular w-full">
          <thead className="text-left text-ink-soft text-meta">
            <tr>
              <th className="pr-4 font-normal">{t("trial")}</th>
              <th className="pr-4 font-normal">{t("state")}</th>
              <th className="pr-4 text-right font-normal">{t("map50")}</th>
              {names.map((name) => (
                <th key={name} className="pr-4 text-right font-normal">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {trials.map((trial) => (
              <tr key={trial.number} className="border-t">
                <th scope="row" className="py-1.5 pr-4 text-left font-medium">
                  {trial.config}
                  {trial.config === chosen ? ` · ${t("chosen")}` : ""}
                </th>
                <td className="py-1.5 pr-4">
                  <Badge tone={TONES[stateOf(trial, run)]}>
                    {trial.state === "pruned" && trial.prunedAfter !== null
                      ? t("prunedAfter", { epoch: trial.prunedAfter })
                      : t(`states.${stateOf(trial, run)}`)}
                  </Badge>
                  {trial.reason ? <p className="text-meta text-tomato-ink">{trial.reason}</p> : null}
                </td>
                <td className="py-1.5 pr-4 text-right">
                  {trial.map50 === null ? "–" : (100 * trial.map50).toFixed(1)}
                </td>
                {names.map((name) => (
                  <td key={name} className="py-1.5 pr-4 text-right">
                    {shownValue(trial.values[name])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollAcross>
    </Section>
  );
}

/** A number in as many digits as tell trials apart. */
export function shownValue(value: string | number | undefined): string {
  if (value === undefined) return "–";
  return typeof value === "number" ? String(Number(value.toPrecision(4))) : value;
}
