"use client";

import { useSyncExternalStore } from "react";
import type { StoreApi } from "zustand/vanilla";
import { createShoppingStore, EMPTY_LIST, type ShoppingState } from "./shopping-store";

let shared: StoreApi<ShoppingState> | undefined;

function shoppingStore(): StoreApi<ShoppingState> {
  shared ??= createShoppingStore();
  return shared;
}

const nothing = () => {};
const ON_SERVER: ShoppingState = {
  ...EMPTY_LIST,
  addRecipe: nothing,
  removeRecipe: nothing,
  addExtra: nothing,
  toggle: nothing,
  noteBought: nothing,
  clear: nothing,
};

/** The shopping list. The server renders an empty one; the browser's own follows after hydration. */
export function useShopping(): ShoppingState {
  return useSyncExternalStore(
    (listener) => shoppingStore().subscribe(listener),
    () => shoppingStore().getState(),
    () => ON_SERVER,
  );
}
