"use client";

import { VersionsSection } from "@/components/datasets/versions-section";
import { JobCard } from "@/components/jobs/job-card";
import { useJobs } from "@/lib/client/jobs/use-job";

const KINDS = ["dataset-version"];

/** The versions with the card of the job that makes one. */
export function VersionsPlace() {
  const [job] = useJobs(KINDS, 1) ?? [];
  return (
    <VersionsSection
      job={job}
      renderJob={(shown, title, children) => (
        <JobCard job={shown} title={title}>
          {children}
        </JobCard>
      )}
    />
  );
}
