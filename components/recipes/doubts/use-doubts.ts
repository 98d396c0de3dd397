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
  /** Null where the server refused the answer. */
  readonly before: Promise<RestoreDoubts | null>;
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
    // the failure stays in the mutation, which the page shows
    const before = settling.mutateAsync({ lines, answer: given }).catch(() => null);
    const entry: Settled = { keys, before };
    // at once, so that it can be undone before the server has answered
    setSettled((now) => [...now, entry]);
    if ((await before) === null) {
      setSettled((now) => now.filter((other) => other !== entry));
      hide(keys, false);
      return;
    }
    // the page is through with these: there may be more
    if (groups.length === of.length && list.data?.hasMore) await list.refetch();
  };
  /** @returns the group that is back */
  const undo = async (): Promise<string | undefined> => {
    const last = settled.at(-1);
    if (!last || restoring.isPending) return undefined;
    setSettled((now) => now.filter((other) => other !== last));
    const before = await last.before;
    if (before === null) return undefined;
    try {
      await restoring.mutateAsync(before);
    } catch {
      // the mutation holds the failure
      setSettled((now) => [...now, last]);
      return undefined;
    }
    hide(last.keys, false);
    // at once: the keys answer this line again, whatever the server says of the others
    void queries.invalidateQueries(trpc.recipes.doubts.pathFilter());
    return last.keys[0];
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
