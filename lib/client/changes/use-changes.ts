"use client";

import { type QueryFilters, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useStore } from "zustand";
import { pageSession } from "@/lib/client/api/session";
import { useTRPC, useTRPCClient } from "@/lib/client/api/trpc";
import type { ChangeTopic } from "@/lib/contracts/changes";
import { followChanges } from "./follow-changes";
import { readAgain } from "./read-again";

/** Reads a page's queries again when what they show has changed on the server. Used once, around every page. */
export function useChanges(): void {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  // the server ends a stream with its session: whoever signs in again on the same page gets a new one
  const isOut = useStore(pageSession, ({ end }) => end !== null && end.is !== "other-team");
  useEffect(() => {
    if (isOut) return;
    const shown: readonly { readonly of: readonly ChangeTopic[]; readonly filter: QueryFilters }[] = [
      { of: ["jobs"], filter: trpc.jobs.pathFilter() },
      // a job fetches it
      { of: ["jobs"], filter: trpc.recipes.picture.pathFilter() },
      // a run is shown with its job
      { of: ["jobs", "training"], filter: trpc.training.list.pathFilter() },
      { of: ["jobs", "training"], filter: trpc.training.get.pathFilter() },
      { of: ["jobs"], filter: trpc.training.waiting.pathFilter() },
      { of: ["jobs", "training"], filter: trpc.retraining.pathFilter() },
      { of: ["jobs", "training"], filter: trpc.experiments.list.pathFilter() },
      { of: ["models"], filter: trpc.models.pathFilter() },
      { of: ["models"], filter: trpc.gate.pathFilter() },
      { of: ["kitchen"], filter: trpc.recipes.stock.pathFilter() },
      { of: ["kitchen"], filter: trpc.recipes.shopping.pathFilter() },
      { of: ["kitchen"], filter: trpc.recipes.week.pathFilter() },
      { of: ["review"], filter: trpc.review.people.pathFilter() },
      { of: ["review"], filter: trpc.review.photos.pathFilter() },
      { of: ["review"], filter: trpc.review.toSettle.pathFilter() },
      { of: ["review"], filter: trpc.review.opinions.pathFilter() },
      { of: ["review"], filter: trpc.review.agreement.pathFilter() },
      { of: ["monitoring"], filter: trpc.monitoring.pathFilter() },
      // it is public: the rest of what is shown of people is asked for once it says that somebody is here
      { of: ["people"], filter: trpc.people.door.pathFilter() },
    ];
    return followChanges(client, (topics) => {
      const changed = shown.filter(({ of }) => of.some((topic) => topics.includes(topic)));
      return readAgain(
        queries,
        changed.map(({ filter }) => filter),
      );
    });
  }, [client, queries, trpc, isOut]);
}
