"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { useTRPC } from "@/lib/client/api/trpc";
import type { StockedFood, StockValues } from "@/lib/core/recipes/stock/stocked-food";
import { inverseOfStock, type StockStep } from "@/lib/core/recipes/stock/take-step";
import { stateNow, useKitchenState } from "./use-kitchen-state";

export interface StockState {
  /** False until the server has said otherwise, now or on an earlier visit. */
  readonly isOn: boolean;
  /** The foods with all changes made here, also those that the server does not have yet. */
  readonly foods: readonly StockedFood[];
  /** The foods where it is on, else null: what recipes read. */
  readonly inUse: readonly StockedFood[] | null;
  readonly isLoading: boolean;
  readonly error: string | null;
  /** True while changes wait for the server. */
  readonly isWaiting: boolean;
  readonly isSwitching: boolean;
  /** @param thenAdd put into it once it is on */
  switchTo(isOn: boolean, thenAdd?: readonly StockValues[]): void;
  /**
   * Makes steps together. @returns takes them back, unless something else has changed the rows since
   * @param id of the change, where its rows are named later
   */
  change(steps: readonly StockStep[], id?: string): () => void;
  add(foods: readonly StockValues[]): () => void;
  /** Replaces one row; null takes it away. */
  put(food: StockedFood, values: StockValues | null): () => void;
}

/** The pantry that lasts. Changes show at once and are sent until the server has answered. */
export function useStock(): StockState {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { sync, known: kitchen, state, isWaiting } = useKitchenState();
  const query = useQuery(trpc.recipes.stock.get.queryOptions());
  const { data } = query;
  useEffect(() => {
    if (data && sync && sync.known.getState().stock !== data) sync.tellStock(data);
  }, [data, sync]);
  const known = kitchen.stock;
  const { foods } = state;
  const isOn = known?.isOn ?? false;
  const inUse = useMemo(() => (isOn ? foods : null), [isOn, foods]);
  const change = useCallback(
    (steps: readonly StockStep[], id: string = crypto.randomUUID()) => {
      if (!sync || steps.length === 0) return () => {};
      const made = { id, steps };
      const before = stateNow(sync).foods;
      sync.kitchen.add(made);
      return () => sync.kitchen.add(inverseOfStock(made, before, crypto.randomUUID()));
    },
    [sync],
  );
  const add = useCallback(
    (added: readonly StockValues[]) =>
      change(added.map((put) => ({ id: crypto.randomUUID(), base: null, put }))),
    [change],
  );
  const put = useCallback(
    (food: StockedFood, values: StockValues | null) =>
      change([{ id: food.id, base: food.changeId, put: values }]),
    [change],
  );
  const switching = useMutation(
    trpc.recipes.stock.switch.mutationOptions({
      onSuccess: (_, { isOn: next }) => {
        const before = sync?.known.getState().stock;
        sync?.tellStock({ foods: before?.foods ?? [], isOn: next });
        return queries.invalidateQueries(trpc.recipes.stock.pathFilter());
      },
    }),
  );
  return {
    isOn,
    foods,
    inUse,
    isLoading: known === null && query.isPending,
    error: switching.error?.message ?? (known === null ? (query.error?.message ?? null) : null),
    isWaiting,
    isSwitching: switching.isPending,
    switchTo: (next, thenAdd = []) =>
      switching.mutate({ isOn: next }, { onSuccess: () => void (thenAdd.length > 0 && add(thenAdd)) }),
    change,
    add,
    put,
  };
}
