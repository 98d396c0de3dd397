"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/lib/client/api/trpc";

/** A run; the page's stream of changes refreshes it as it goes. */
export function useRun(runId: string) {
  const trpc = useTRPC();
  return useQuery(trpc.training.get.queryOptions({ runId }));
}

/** Every run, as they go. */
export function useRuns() {
  const trpc = useTRPC();
  return useQuery(trpc.training.list.queryOptions());
}
