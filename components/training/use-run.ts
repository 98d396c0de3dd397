"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useTRPC } from "@/lib/client/api/trpc";
import { useIsSeen } from "@/lib/client/browser/use-is-seen";
import { isOpenJob } from "@/lib/contracts/jobs";
import type { TrainingRun } from "@/lib/contracts/training";

/** A run, kept up to date while the page is open. */
export function useRun(runId: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const isSeen = useIsSeen();
  const query = useQuery(trpc.training.get.queryOptions({ runId }));
  useSubscription(
    trpc.training.watch.subscriptionOptions(
      { runId },
      { enabled: isSeen, onData: (run) => queries.setQueryData(trpc.training.get.queryKey({ runId }), run) },
    ),
  );
  return query;
}

/** Every run; looked at again while one is at work. */
export function useRuns() {
  const trpc = useTRPC();
  return useQuery(
    trpc.training.list.queryOptions(undefined, {
      refetchInterval: ({ state }) => (state.data?.some(isAtWork) ? 2_000 : false),
    }),
  );
}

export const isAtWork = ({ job }: Pick<TrainingRun, "job">): boolean => job !== null && isOpenJob(job);
