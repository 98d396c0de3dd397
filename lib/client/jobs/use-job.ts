"use client";

import { skipToken, useMutation, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import type { Job } from "@/lib/contracts/jobs";
import type { AppError } from "@/lib/core/errors";

/** One job; the page's stream of changes refreshes it as it goes. @param jobId undefined for none yet */
export function useJob(jobId: string | undefined): Job | undefined {
  const trpc = useTRPC();
  return useQuery(trpc.jobs.get.queryOptions(jobId ? { jobId } : skipToken)).data;
}

/** Jobs of some kinds, newest first, as they go. */
export function useJobs(kinds: readonly string[], limit = 20): readonly Job[] | undefined {
  const trpc = useTRPC();
  return useQuery(trpc.jobs.list.queryOptions({ kinds: [...kinds], limit })).data;
}

export interface JobActions {
  cancel(jobId: string): void;
  resume(jobId: string): void;
  readonly isBusy: boolean;
  readonly error: AppError | undefined;
}

/** Cancel and resume; everyone who watches the job sees the change. */
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
