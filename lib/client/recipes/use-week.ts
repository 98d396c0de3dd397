"use client";

import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { useTRPC } from "@/lib/client/api/trpc";
import type { Recipe } from "@/lib/core/recipes/recipe";
import { applyChange, inverseOf, type RowChange, type RowStep } from "@/lib/core/recipes/stock/row-changes";
import { addDays } from "@/lib/core/recipes/stock/stocked-food";
import type { MealValues, PlannedMeal } from "@/lib/core/recipes/week/planned-meal";
import { useKitchenSync } from "./use-kitchen-sync";

export interface WeekState {
  /** Meals of this week and of the weeks around it, in the order of their days, with all changes made here. */
  readonly meals: readonly PlannedMeal[];
  readonly recipeOf: (slug: string) => Recipe | undefined;
  readonly isLoading: boolean;
  readonly error: string | null;
  readonly isWaiting: boolean;
  /** Makes steps together. @returns takes them back, unless something else has changed the meals since */
  change(steps: readonly RowStep<MealValues>[]): () => void;
}

/** Leftovers and the dishes they are of may lie in the weeks before and after. */
const AROUND_DAYS = 21;
const NOTHING: readonly RowChange<MealValues>[] = [];
const never = () => () => {};

/**
 * The planned meals around a week, and all from today until then: they take from the kitchen what it is not to count on. Changes show at once and are sent until
 * the server has answered.
 */
export function useWeek(monday: string, today: string): WeekState {
  const trpc = useTRPC();
  const sync = useKitchenSync();
  const before = addDays(monday, -AROUND_DAYS);
  const { data, error, isPending } = useQuery(
    trpc.recipes.week.get.queryOptions({
      from: before < today ? before : today,
      to: addDays(monday, AROUND_DAYS),
    }),
  );
  const pending = useSyncExternalStore(
    sync?.week.subscribe ?? never,
    () => sync?.week.getState().pending ?? NOTHING,
    () => NOTHING,
  );
  const isWaiting = useSyncExternalStore(
    sync?.week.subscribe ?? never,
    () => sync?.week.getState().isWaiting ?? false,
    () => false,
  );
  const meals = useMemo(
    () =>
      pending
        .reduce<readonly PlannedMeal[]>((rows, change) => applyChange(rows, change), data?.meals ?? [])
        .toSorted((a, b) => a.day.localeCompare(b.day) || a.id.localeCompare(b.id)),
    [data, pending],
  );
  const recipes = data?.recipes;
  const recipeOf = useMemo(() => {
    const bySlug = new Map(recipes?.map((recipe) => [recipe.slug, recipe]));
    return (slug: string) => bySlug.get(slug);
  }, [recipes]);
  const change = useCallback(
    (steps: readonly RowStep<MealValues>[]) => {
      if (!sync || steps.length === 0) return () => {};
      const made = { id: crypto.randomUUID(), steps };
      sync.week.add(made);
      return () => sync.week.add(inverseOf(made, meals, crypto.randomUUID()));
    },
    [sync, meals],
  );
  return { meals, recipeOf, isLoading: isPending, error: error?.message ?? null, isWaiting, change };
}
