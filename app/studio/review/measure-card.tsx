"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { JobCard } from "@/components/jobs/job-card";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useJobs } from "@/lib/client/jobs/use-job";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { isOpenJob } from "@/lib/contracts/jobs";
import { FEATURES_JOB } from "@/lib/contracts/review";

/** Photos whose novelty is not known, and the job that measures it. */
export function MeasureCard({ unmeasured }: { readonly unmeasured: number }) {
  const t = useTranslations("review");
  const waits = useTranslations("waits");
  const trpc = useTRPC();
  const show = useToast();
  const sentence = useErrorSentence();
  const [job] = useJobs([FEATURES_JOB], 1) ?? [];
  const start = useMutation(
    trpc.review.measure.mutationOptions({
      onError: (error) => show({ tone: "attention", title: sentence(toApiError(error)) }),
    }),
  );
  if (job && (isOpenJob(job) || job.state === "failed")) return <JobCard job={job} title={t("measuring")} />;
  if (unmeasured === 0) return null;
  return (
    <div className="border-t pt-4 text-meta">
      <p className="text-ink-soft">{t("unmeasured", { count: unmeasured })}</p>
      <Button
        size="small"
        waitsFor={start.isPending && waits("busy")}
        className="mt-2"
        onClick={() => start.mutate()}
      >
        {t("measure")}
      </Button>
    </div>
  );
}
