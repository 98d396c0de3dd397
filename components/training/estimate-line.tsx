"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/lib/client/api/trpc";
import type { StartTraining, TrainingRun } from "@/lib/contracts/training";

/** Minutes below an hour and a half, hours above; at least one minute. */
function useDuration(): (seconds: number) => string {
  const t = useTranslations("training.estimate");
  return (seconds) => {
    const minutes = Math.max(1, Math.round(seconds / 60));
    return minutes < 90
      ? t("minutes", { minutes })
      : t("hours", { hours: Number((minutes / 60).toFixed(1)) });
  };
}

/** How long a run would take and when it would begin, from runs like it; "unknown" when there were none. */
export function EstimateLine({ request }: { readonly request: StartTraining | null }) {
  const t = useTranslations("training.estimate");
  const trpc = useTRPC();
  const duration = useDuration();
  const { data } = useQuery(
    trpc.training.estimate.queryOptions(request ?? { version: 1, configs: [], epochs: 1 }, {
      enabled: request !== null,
    }),
  );
  if (!data || !request) return null;
  const takes =
    data.seconds === null
      ? t("unknown")
      : t(request.sweep ? "takesAtMost" : "takes", { time: duration(data.seconds), count: data.of });
  const begins =
    data.ahead === 0
      ? ""
      : data.startsInSeconds === null
        ? t("waitsUnknown", { count: data.ahead })
        : t("waits", { count: data.ahead, time: duration(data.startsInSeconds) });
  return (
    <p role="status" className="text-ink-soft">
      {takes} {begins}
    </p>
  );
}

/** What a run that waits waits for, and how long that is likely to be. */
export function WaitLine({ run }: { readonly run: TrainingRun }) {
  const t = useTranslations("training.estimate");
  const trpc = useTRPC();
  const duration = useDuration();
  const isWaiting = run.job?.state === "queued";
  const { data } = useQuery(trpc.training.waiting.queryOptions(undefined, { enabled: isWaiting }));
  const found = data?.find(({ runId }) => runId === run.id);
  if (!isWaiting || !found) return null;
  const { ahead, startsInSeconds, seconds } = found;
  return (
    <p className="text-ink-soft">
      {startsInSeconds === null
        ? t("waitsUnknown", { count: ahead })
        : t("waits", { count: ahead, time: duration(startsInSeconds) })}{" "}
      {seconds === null ? t("unknown") : t("takesAbout", { time: duration(seconds) })}
    </p>
  );
}
