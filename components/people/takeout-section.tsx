"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { JobCard } from "@/components/jobs/job-card";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { useJobs } from "@/lib/client/jobs/use-job";
import { isOpenJob, type Job } from "@/lib/contracts/jobs";
import { takeoutResultSchema } from "@/lib/contracts/takeout";
import { ErrorLine } from "./error-line";

const KINDS = ["takeout"];

interface TakeoutSectionProps {
  readonly team: { readonly name: string; readonly role: string };
}

/** All that the team one works in has, as one archive. */
export function TakeoutSection({ team }: TakeoutSectionProps) {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const jobs = useJobs(KINDS, 1);
  const start = useMutation(trpc.takeout.start.mutationOptions());
  const isRunning = jobs?.some(isOpenJob) || start.isPending;
  return (
    <Section title={t("takeout")} hint={t("takeoutHint", { team: team.name })}>
      <ErrorLine error={start.error} />
      <Button
        className="self-start"
        waitsFor={team.role !== "admin" ? t("onlyTeamAdmin") : isRunning && t("busy")}
        onClick={() => start.mutate()}
      >
        {t("takeoutStart")}
      </Button>
      {jobs?.map((job) => (
        <TakeoutCard key={job.id} job={job} />
      ))}
    </Section>
  );
}

function TakeoutCard({ job }: { readonly job: Job }) {
  const t = useTranslations("people");
  const result = takeoutResultSchema.safeParse(job.result).data;
  return (
    <JobCard job={job} title={t("takeout")}>
      {result ? (
        <div className="flex flex-wrap items-center gap-3">
          <Button asChild>
            <a href={`/api/v1/takeouts/${job.id}`} download={result.fileName}>
              <Download aria-hidden />
              {t("download", { megabytes: Math.max(1, Math.round(result.bytes / 2 ** 20)) })}
            </a>
          </Button>
          <p className="text-ink-soft">
            {t("takeoutDone", {
              photos: result.photos + result.plainPhotos,
              boxes: result.boxes,
              recipes: result.recipes,
              plants: result.plants,
            })}
          </p>
          {result.missing.length > 0 ? <p>{t("takeoutMissing", { count: result.missing.length })}</p> : null}
        </div>
      ) : null}
    </JobCard>
  );
}
