"use client";

import { ErrorsView } from "@/components/datasets/errors/errors-view";
import { JobCard } from "@/components/jobs/job-card";
import { useJobs } from "@/lib/client/jobs/use-job";
import { DATA_ERRORS_JOB, dataErrorsParamsSchema } from "@/lib/contracts/data-errors";
import { DoubtEditor } from "./doubt-editor";

const KINDS = [DATA_ERRORS_JOB];

/** The errors of a version with the card of the job that looks for them, and the editor that mends them. */
export function ErrorsPlace({ number }: { readonly number: number }) {
  const jobs = useJobs(KINDS) ?? [];
  const job = jobs.find(({ params }) => dataErrorsParamsSchema.safeParse(params).data?.number === number);
  return (
    <ErrorsView
      number={number}
      job={job}
      renderJob={(shown, title, children) => (
        <JobCard job={shown} title={title} level={2}>
          {children}
        </JobCard>
      )}
      renderEditor={(editing) => <DoubtEditor {...editing} />}
    />
  );
}
