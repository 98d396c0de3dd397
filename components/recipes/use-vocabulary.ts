"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "@/lib/client/api/trpc";
import { createVocabulary, type Vocabulary } from "@/lib/core/recipes/vocabulary";

/** The food vocabulary, fetched once a visit; undefined until it is here. */
export function useVocabulary(): { vocabulary: Vocabulary | undefined; error: unknown; refetch: () => void } {
  const trpc = useTRPC();
  const query = useQuery(trpc.recipes.foods.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const vocabulary = useMemo(
    () => (query.data ? createVocabulary(query.data.foods, query.data.substitutions) : undefined),
    [query.data],
  );
  return { vocabulary, error: query.error, refetch: () => void query.refetch() };
}
