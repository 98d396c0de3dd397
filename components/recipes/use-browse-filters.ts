"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { cuisineSchema } from "@/lib/contracts/recipes";
import type { Cuisine } from "@/lib/core/recipes/recipe";

export interface BrowseFilters {
  readonly query: string;
  readonly cuisine: Cuisine | null;
  readonly maxMinutes: number | null;
  /** The person's own recipes alone, or those of them with lines to look at. */
  readonly own: "mine" | "to-check" | null;
}

/** The filters live in the address, so that a list can be shared and Back returns to it. */
export function useBrowseFilters(): [BrowseFilters, (part: Partial<BrowseFilters>) => void] {
  const params = useSearchParams();
  const filters = useMemo<BrowseFilters>(() => {
    const cuisine = cuisineSchema.safeParse(params.get("cuisine"));
    const minutes = Number(params.get("minutes"));
    const own = params.get("own");
    return {
      query: params.get("q") ?? "",
      cuisine: cuisine.success ? cuisine.data : null,
      own: own === "mine" || own === "to-check" ? own : null,
      maxMinutes: Number.isInteger(minutes) && minutes > 0 ? minutes : null,
    };
  }, [params]);
  const change = useCallback(
    (part: Partial<BrowseFilters>) => {
      const next = { ...filters, ...part };
      const address = new URLSearchParams();
      if (next.query) address.set("q", next.query);
      if (next.cuisine) address.set("cuisine", next.cuisine);
      if (next.maxMinutes) address.set("minutes", String(next.maxMinutes));
      if (next.own) address.set("own", next.own);
      const text = address.toString();
      window.history.replaceState(null, "", text ? `?${text}` : window.location.pathname);
    },
    [filters],
  );
  return [filters, change];
}
