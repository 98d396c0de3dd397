"use client";

import { Check, CircleDashed, CirclePause, Loader, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import type { JobState } from "@/lib/contracts/jobs";
import type { StepState } from "@/lib/contracts/training";

const ICONS = {
  waiting: CircleDashed,
  running: Loader,
  done: Check,
  failed: X,
  stopped: CirclePause,
} as const;
const INKS = {
  waiting: "text-ink-soft",
  running: "text-leaf-strong",
  done: "text-leaf-strong",
  failed: "text-tomato-ink",
  stopped: "text-ink-soft",
} as const;

function secondsOf({ startedAt, endedAt }: StepState): number | undefined {
  return startedAt && endedAt ? (Date.parse(endedAt) - Date.parse(startedAt)) / 1000 : undefined;
}

/** State of a started step once its run's job is over: the step itself is not told that the job ended. */
const LEFT: Partial<Record<JobState, keyof typeof ICONS>> = { failed: "failed", cancelled: "stopped" };

interface StepTimelineProps {
  readonly steps: readonly StepState[];
  /** State of the job that runs them. */
  readonly job?: JobState;
}

/** Each step of the flow: done, running, failed, stopped or still to come, and how long it took. */
export function StepTimeline({ steps, job }: StepTimelineProps) {
  const t = useTranslations("training");
  return (
    <ol aria-label={t("steps")} className="grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-5">
      {steps.map((one) => {
        const state = (one.state === "running" && job && LEFT[job]) || one.state;
        const Icon = ICONS[state];
        const seconds = secondsOf(one);
        return (
          <li key={one.step} className="flex min-w-0 items-start gap-2">
            <Icon
              aria-hidden
              className={classNames(
                "mt-0.5 size-4 shrink-0",
                INKS[state],
                state === "running" && "animate-spin motion-reduce:animate-none",
              )}
            />
            <span className="min-w-0">
              <span className={classNames("block", state === "waiting" ? "text-ink-soft" : "font-medium")}>
                {t(`step.${one.step}`)}
              </span>
              <span className="tabular block text-ink-soft text-meta">
                {t(`stepState.${state}`)}
                {seconds === undefined
                  ? null
                  : ` · ${
                      seconds < 90
                        ? t("took", { seconds: Math.round(seconds) })
                        : t("tookMinutes", { minutes: Math.round(seconds / 60) })
                    }`}
              </span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
