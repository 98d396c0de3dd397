"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useTRPC } from "@/lib/client/api/trpc";
import {
  EXTRA_KEY,
  isExtraTicked,
  type ListStep,
  linesWanting,
  recipesOf,
  type SharedLine,
} from "@/lib/core/recipes/shopping/shared-list";
import type { ListedRecipe } from "@/lib/core/recipes/shopping-list";
import type { StockValues } from "@/lib/core/recipes/stock/stocked-food";
import { stateNow, useKitchenState } from "./use-kitchen-state";

export interface ShoppingExtra {
  readonly id: string;
  readonly text: string;
  readonly isTicked: boolean;
}

export interface ShoppingState {
  readonly lines: readonly SharedLine[];
  readonly recipes: readonly ListedRecipe[];
  /** Lines typed by hand. */
  readonly extras: readonly ShoppingExtra[];
  readonly isLoading: boolean;
  /** True while changes wait for the server. */
  readonly isWaiting: boolean;
  /** Puts recipes on the list, each in place of what this page shows of it; their foods are unticked. */
  addRecipes(recipes: readonly ListedRecipe[]): void;
  removeRecipe(slug: string): void;
  addExtra(text: string): void;
  toggleExtra(id: string): void;
  /** Ticks a food. @param bought goes into the pantry with it @returns takes that out again */
  tick(key: string, bought: readonly { readonly id: string; readonly put: StockValues }[]): () => void;
  untick(key: string): void;
  /** Takes away what this page shows; what somebody else adds meanwhile stays. */
  clear(): void;
}

/** The shopping list of the household. Changes show at once and are sent until the server has answered. */
export function useShopping(): ShoppingState {
  const trpc = useTRPC();
  const { sync, known, state, isWaiting } = useKitchenState();
  const query = useQuery(trpc.recipes.shopping.get.queryOptions());
  const { data } = query;
  useEffect(() => {
    if (data && sync && sync.known.getState().list !== data) sync.tellList(data);
  }, [data, sync]);
  const { lines } = state;
  const shown = useMemo(
    () => ({
      recipes: recipesOf(lines, "all"),
      extras: lines.flatMap((line) =>
        line.content.kind === "extra"
          ? [{ id: line.id, text: line.content.text, isTicked: isExtraTicked(line) }]
          : [],
      ),
    }),
    [lines],
  );
  return useMemo(() => {
    const change = (list: readonly ListStep[]) => {
      if (sync && list.length > 0) sync.kitchen.add({ id: crypto.randomUUID(), list });
    };
    const now = () => (sync ? stateNow(sync).lines : []);
    const ofRecipe = (slug: string) =>
      now().filter(({ content }) => content.kind === "recipe" && content.slug === slug);
    const take = ({ id, changeId }: SharedLine): ListStep => ({
      do: "put",
      id,
      base: changeId,
      content: null,
    });
    const seen = (some: readonly SharedLine[]) => some.map(({ id, changeId }) => ({ id, changeId }));
    return {
      lines,
      ...shown,
      isWaiting,
      isLoading: known.list === null && query.isPending,
      addRecipes: (recipes) =>
        change(
          recipes.flatMap((recipe): ListStep[] => {
            const [first, ...others] = ofRecipe(recipe.slug);
            const content = { kind: "recipe" as const, ...recipe };
            return [
              { do: "put", id: first?.id ?? crypto.randomUUID(), base: first?.changeId ?? null, content },
              ...others.map(take),
            ];
          }),
        ),
      removeRecipe: (slug) => change(ofRecipe(slug).map(take)),
      addExtra: (text) => {
        const content = { kind: "extra" as const, text: text.trim() };
        if (content.text) change([{ do: "put", id: crypto.randomUUID(), base: null, content }]);
      },
      toggleExtra: (id) => {
        const line = now().find((one) => one.id === id);
        if (!line) return;
        const step = { key: EXTRA_KEY, lines: seen([line]) };
        change([
          isExtraTicked(line)
            ? { do: "untick", ...step, staysTicked: false }
            : { do: "tick", ...step, bought: [] },
        ]);
      },
      tick: (key, bought) => {
        const ticked = seen(linesWanting(now(), key, "open"));
        change([{ do: "tick", key, lines: ticked, bought }]);
        return () => change([{ do: "untick", key, lines: ticked, staysTicked: true }]);
      },
      untick: (key) =>
        change([{ do: "untick", key, lines: seen(linesWanting(now(), key, "ticked")), staysTicked: false }]),
      clear: () => change(now().map(take)),
    };
  }, [sync, lines, shown, isWaiting, known.list, query.isPending]);
}
