"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/lib/client/api/trpc";
import type { Doubt, DoubtAnswer, RestoreDoubts } from "@/lib/contracts/recipe-doubts";
import { type DoubtGroup, groupDoubts } from "@/lib/core/recipes/doubt-groups";

export type Group = DoubtGroup<Doubt>;

/** An answer that can be undone. */
interface Settled {
  readonly keys: readonly string[];
  readonly before: RestoreDoubts;
}

/**
 * The doubtful lines that are left, and what may be done with them. An answered line goes at once; where the
 * server refuses the answer it comes back.
 */
export function useDoubts() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const list = useQuery(trpc.recipes.doubts.queryOptions(undefined, { staleTime: 0 }));
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [late, setLate] = useState<readonly string[]>([]);
  const [settled, setSettled] = useState<readonly Settled[]>([]);
  const settling = useMutation(trpc.recipes.settleDoubts.mutationOptions());
  const restoring = useMutation(trpc.recipes.restoreDoubts.mutationOptions());
  const all = groupDoubts(list.data?.doubts ?? []).filter(({ key }) => !gone.has(key));
  const groups = [
    ...all.filter(({ key }) => !late.includes(key)),
    ...late.flatMap((key) => all.find((group) => group.key === key) ?? []),
  ];
  const hide = (keys: readonly string[], isGone: boolean) =>
    setGone((now) =>
      isGone ? new Set([...now, ...keys]) : new Set([...now].filter((key) => !keys.includes(key))),
    );
  const answer = async (of: readonly Group[], given: DoubtAnswer): Promise<void> => {
    const keys = of.map(({ key }) => key);
    const lines = of.flatMap((group) =>
      group.lines.map(({ slug, place, ingredient }) => ({
        slug,
        place,
        original: ingredient.original ?? "",
      })),
    );
    hide(keys, true);
    try {
      const before = await settling.mutateAsync({ lines, answer: given });
      setSettled((now) => [...now, { keys, before }]);
      // the page is through with these: there may be more
      if (groups.length === of.length && list.data?.hasMore) await list.refetch();
    } catch {
      // the mutation holds the failure
      hide(keys, false);
    }
  };
  const undo = async (): Promise<void> => {
    const last = settled.at(-1);
    if (!last || restoring.isPending) return;
    await restoring.mutateAsync(last.before).then(
      () => {
        setSettled((now) => now.slice(0, -1));
        hide(last.keys, false);
        return queries.invalidateQueries(trpc.recipes.doubts.pathFilter());
      },
      () => undefined,
    );
  };
  return {
    groups,
    isLoading: list.isPending,
    error: settling.error ?? restoring.error ?? list.error,
    hasMore: list.data?.hasMore ?? false,
    canUndo: settled.length > 0,
    answer,
    undo,
    leave: (key: string) => setLate((now) => [...now.filter((other) => other !== key), key]),
  };
}
