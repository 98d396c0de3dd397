import type { QueryClient } from "@tanstack/react-query";
import { createStore, type StoreApi } from "zustand/vanilla";
import { toApiError } from "@/lib/client/api/api-error";
import type { ApiClient } from "@/lib/client/api/trpc";
import { browserMemory, type Memory, readRemembered } from "@/lib/client/browser/remembered";
import { type KitchenAnswer, type ShoppingList, shoppingListSchema } from "@/lib/contracts/shopping";
import { type Stock, stockSchema } from "@/lib/contracts/stock";
import { mealChangeSchema, type Week } from "@/lib/contracts/week";
import type { AppError } from "@/lib/core/errors";
import { applyChange, type RowChange } from "@/lib/core/recipes/stock/row-changes";
import type { MealValues } from "@/lib/core/recipes/week/planned-meal";
import {
  applyKitchenChange,
  basesOf,
  isListChange,
  type KitchenChange,
  kitchenChangeSchema,
} from "./kitchen-change";
import { createRowOutbox, type RowOutbox } from "./row-outbox";
import { forgetKeptList, keptListChanges } from "./take-over-list";
import { createTeamMemory } from "./team-memory";

/** How a query of the page is found; `useTRPC` gives them. */
export interface KitchenQueries {
  readonly client: ApiClient;
  readonly queries: QueryClient;
  readonly stockKey: readonly unknown[];
  readonly listKey: readonly unknown[];
  readonly weekKey: readonly unknown[];
}

/** What the server told last, also before it answers and without a connection; null if it never has. */
export interface KnownKitchen {
  readonly stock: Stock | null;
  readonly list: ShoppingList | null;
}

/** What joins the pages' pantry, shopping list and week to the server. */
export interface KitchenSync {
  /** Changes of pantry and list, in one order. */
  readonly kitchen: RowOutbox<KitchenChange>;
  readonly week: RowOutbox<RowChange<MealValues>>;
  readonly known: StoreApi<KnownKitchen>;
  tellStock(stock: Stock): void;
  tellList(list: ShoppingList): void;
  /**
   * Says whose kitchen this page shows; nothing is sent before. A list that this browser alone kept goes on the team's.
   * @param mayWrite false leaves it for later
   */
  belongTo(teamId: string, mayWrite: boolean): void;
  onRefused(listener: (error: AppError) => void): () => void;
  /** Hears what a change met that the person has to know. */
  onAnswer(listener: (answer: KitchenAnswer) => void): () => void;
}

const KNOWN_STOCK = "pantry-known";
const KNOWN_LIST = "shopping-known";
const KITCHEN_CHANGES = "pantry-changes";
const WEEK_CHANGES = "week-changes";

const later = (task: () => void, ms: number) => {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
};

export function createKitchenSync(
  { client, queries, stockKey, listKey, weekKey }: KitchenQueries,
  browser: Memory = browserMemory(),
): KitchenSync {
  const memory = createTeamMemory(browser, [KNOWN_STOCK, KNOWN_LIST, KITCHEN_CHANGES, WEEK_CHANGES]);
  const refusals = listeners<AppError>();
  const answers = listeners<KitchenAnswer>();
  const remembered = (): KnownKitchen => ({
    stock: readRemembered<Stock | null>(memory, KNOWN_STOCK, stockSchema, null),
    list: readRemembered<ShoppingList | null>(memory, KNOWN_LIST, shoppingListSchema, null),
  });
  const known = createStore<KnownKitchen>(remembered);
  let isKnownWhose = false;
  const tellStock = (stock: Stock) => {
    known.setState({ stock });
    memory.write(KNOWN_STOCK, JSON.stringify(stock));
  };
  const tellList = (list: ShoppingList) => {
    known.setState({ list });
    memory.write(KNOWN_LIST, JSON.stringify(list));
  };
  const readAgain = (...keys: readonly (readonly unknown[])[]) => {
    for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
  };
  const refuse = (error: AppError) => {
    // what is there now is shown beside the sentence
    readAgain(stockKey, listKey, weekKey);
    refusals.tell(error);
  };
  const shared = { memory, maySend: () => isKnownWhose, onRefused: refuse, later };
  const kitchen = createRowOutbox<KitchenChange>({
    ...shared,
    key: KITCHEN_CHANGES,
    schema: kitchenChangeSchema,
    basesOf,
    send: orApiError(async (change) => {
      const answer = isListChange(change)
        ? await client.recipes.shopping.change.mutate({ id: change.id, list: change.list.map(plain) })
        : await client.recipes.stock.change.mutate({ id: change.id, steps: [...change.steps] });
      if (answer.short.length + answer.stays.length > 0) answers.tell(answer);
    }),
    onMade: (change) => {
      const { stock, list } = known.getState();
      const after = applyKitchenChange({ lines: list?.lines ?? [], foods: stock?.foods ?? [] }, change);
      if (stock) {
        tellStock({ ...stock, foods: [...after.foods] });
        queries.setQueriesData<Stock>(
          { queryKey: stockKey },
          (data) => data && (known.getState().stock ?? undefined),
        );
      }
      if (list && isListChange(change)) {
        tellList({ lines: [...after.lines] as ShoppingList["lines"] });
        queries.setQueriesData<ShoppingList>(
          { queryKey: listKey },
          (data) => data && (known.getState().list ?? undefined),
        );
      }
      // somebody else may have taken, ticked or added too
      readAgain(stockKey, ...(isListChange(change) ? [listKey] : []));
    },
  });
  const week = createRowOutbox<RowChange<MealValues>>({
    ...shared,
    key: WEEK_CHANGES,
    schema: mealChangeSchema,
    basesOf: ({ steps }) => steps.map(({ base }) => base),
    send: orApiError(({ id, steps }) => client.recipes.week.change.mutate({ id, steps: [...steps] })),
    onMade: (change) => {
      queries.setQueriesData<Week>(
        { queryKey: weekKey },
        (data) => data && { ...data, meals: applyChange(data.meals, change) },
      );
      // a new meal may be of a recipe that the page does not have
      readAgain(weekKey);
    },
  });
  return {
    kitchen,
    week,
    known,
    tellStock,
    tellList,
    belongTo(teamId, mayWrite) {
      if (memory.belongTo(teamId)) {
        known.setState(remembered());
        kitchen.reload();
        week.reload();
        readAgain(stockKey, listKey, weekKey);
      }
      isKnownWhose = true;
      if (mayWrite) {
        const waiting = new Set(kitchen.getState().pending.map(({ id }) => id));
        for (const change of keptListChanges(browser)) if (!waiting.has(change.id)) kitchen.add(change);
        forgetKeptList(browser);
      }
      void kitchen.retry();
      void week.retry();
    },
    onRefused: refusals.add,
    onAnswer: answers.add,
  };
}

function orApiError<C>(send: (change: C) => Promise<unknown>) {
  return async (change: C) => {
    try {
      await send(change);
    } catch (error) {
      throw toApiError(error);
    }
  };
}

function listeners<T>() {
  const all = new Set<(told: T) => void>();
  return {
    tell: (told: T) => {
      for (const listener of all) listener(told);
    },
    add: (listener: (told: T) => void) => {
      all.add(listener);
      return () => void all.delete(listener);
    },
  };
}

/** A deep copy whose lists may be changed, as the client's types ask. */
function plain<T>(value: T): Mutable<T> {
  return structuredClone(value) as Mutable<T>;
}
type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
