"use client";

import { skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC, useTRPCClient } from "@/lib/client/api/trpc";
import type { Job } from "@/lib/contracts/jobs";
import type { AppError } from "@/lib/core/errors";
import { listenToJobs } from "./job-feed";

/** The list with a job's newest state: in its place, or in front when it is new. */
export function withJob(jobs: readonly Job[] | undefined, job: Job): Job[] {
  const known = jobs ?? [];
  const isKnown = known.some(({ id }) => id === job.id);
  return isKnown ? known.map((one) => (one.id === job.id ? job : one)) : [job, ...known];
}

/** One job, kept up to date as it goes. @param jobId undefined for none yet */
export function useJob(jobId: string | undefined): Job | undefined {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const query = useQuery(trpc.jobs.get.queryOptions(jobId ? { jobId } : skipToken));
  const client = useTRPCClient();
  useEffect(() => {
    if (!jobId) return;
    return listenToJobs(client, (job) => {
      if (job.id === jobId) queries.setQueryData(trpc.jobs.get.queryKey({ jobId }), job);
    });
  }, [client, jobId, queries, trpc]);
  return query.data;
}

/** Jobs of some kinds, newest first, kept up to date as they go. */
export function useJobs(kinds: readonly string[], limit = 20): readonly Job[] | undefined {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const client = useTRPCClient();
  const asked = kinds.join();
  const input = { kinds: [...kinds], limit };
  const query = useQuery(trpc.jobs.list.queryOptions(input));
  useEffect(() => {
    const wanted = asked.split(",");
    const key = trpc.jobs.list.queryKey({ kinds: wanted, limit });
    return listenToJobs(client, (job) => {
      // a list that did not come yet will hold it
      if (wanted.includes(job.kind)) queries.setQueryData(key, (jobs) => jobs && withJob(jobs as Job[], job));
    });
  }, [asked, client, limit, queries, trpc]);
  return query.data;
}

export interface JobActions {
  cancel(jobId: string): void;
  resume(jobId: string): void;
  readonly isBusy: boolean;
  readonly error: AppError | undefined;
}

/** Cancel and resume; what they change is seen by whoever watches the job. */
export function useJobActions(): JobActions {
  const trpc = useTRPC();
  const cancelling = useMutation(trpc.jobs.cancel.mutationOptions());
  const resuming = useMutation(trpc.jobs.resume.mutationOptions());
  const error = cancelling.error ?? resuming.error;
  return {
    cancel: useCallback((jobId) => cancelling.mutate({ jobId }), [cancelling.mutate]),
    resume: useCallback((jobId) => resuming.mutate({ jobId }), [resuming.mutate]),
    isBusy: cancelling.isPending || resuming.isPending,
    error: error ? toApiError(error) : undefined,
  };
}
