import type { QueryClient } from "@tanstack/react-query";
import { createStore, type StoreApi } from "zustand/vanilla";
import { toApiError } from "@/lib/client/api/api-error";
import type { ApiClient } from "@/lib/client/api/trpc";
import { browserMemory, type Memory, readRemembered } from "@/lib/client/browser/remembered";
import { type Stock, stockChangeSchema, stockSchema } from "@/lib/contracts/stock";
import { mealChangeSchema, type Week } from "@/lib/contracts/week";
import type { AppError } from "@/lib/core/errors";
import { applyChange, type RowChange } from "@/lib/core/recipes/stock/row-changes";
import type { StockValues } from "@/lib/core/recipes/stock/stocked-food";
import type { MealValues } from "@/lib/core/recipes/week/planned-meal";
import { createRowOutbox, type RowOutbox } from "./row-outbox";

/** How a query of the page is found; `useTRPC` gives them. */
export interface KitchenQueries {
  readonly client: ApiClient;
  readonly queries: QueryClient;
  readonly stockKey: readonly unknown[];
  readonly weekKey: readonly unknown[];
}

/** What joins the pages' pantry and week to the server. */
export interface KitchenSync {
  readonly stock: RowOutbox<StockValues>;
  readonly week: RowOutbox<MealValues>;
  /** The pantry as the server told it last, also before it answers and without a connection; null if it never has. */
  readonly known: StoreApi<{ readonly stock: Stock | null }>;
  tell(stock: Stock): void;
  onRefused(listener: (error: AppError) => void): () => void;
}

const KNOWN = "pantry-known";
const later = (task: () => void, ms: number) => {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
};

export function createKitchenSync(
  { client, queries, stockKey, weekKey }: KitchenQueries,
  memory: Memory = browserMemory(),
): KitchenSync {
  const refusals = new Set<(error: AppError) => void>();
  const known = createStore<{ readonly stock: Stock | null }>(() => ({
    stock: readRemembered<Stock | null>(memory, KNOWN, stockSchema, null),
  }));
  const tell = (stock: Stock) => {
    known.setState({ stock });
    memory.write(KNOWN, JSON.stringify(stock));
  };
  const refuse = (error: AppError) => {
    // what is there now is shown beside the sentence
    void queries.invalidateQueries({ queryKey: stockKey });
    void queries.invalidateQueries({ queryKey: weekKey });
    for (const listener of refusals) listener(error);
  };
  const sending =
    <V>(send: (change: RowChange<V>) => Promise<unknown>) =>
    async (change: RowChange<V>) => {
      try {
        await send(change);
      } catch (error) {
        throw toApiError(error);
      }
    };
  const stock = createRowOutbox<StockValues>({
    memory,
    key: "pantry-changes",
    schema: stockChangeSchema,
    send: sending((change) => client.recipes.stock.change.mutate(withSteps(change))),
    onMade: (change) => {
      const before = known.getState().stock;
      if (!before) return;
      const after = { ...before, foods: applyChange(before.foods, change) };
      tell(after);
      queries.setQueriesData<Stock>({ queryKey: stockKey }, (data) => data && after);
    },
    onRefused: refuse,
    later,
  });
  const week = createRowOutbox<MealValues>({
    memory,
    key: "week-changes",
    schema: mealChangeSchema,
    send: sending((change) => client.recipes.week.change.mutate(withSteps(change))),
    onMade: (change) => {
      queries.setQueriesData<Week>(
        { queryKey: weekKey },
        (data) => data && { ...data, meals: applyChange(data.meals, change) },
      );
      // a new meal may be of a recipe that the page does not have
      void queries.invalidateQueries({ queryKey: weekKey });
    },
    onRefused: refuse,
    later,
  });
  return {
    stock,
    week,
    known,
    tell,
    onRefused(listener) {
      refusals.add(listener);
      return () => refusals.delete(listener);
    },
  };
}

const withSteps = <V>({ id, steps }: RowChange<V>) => ({ id, steps: [...steps] });
