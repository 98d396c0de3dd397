"use client";

import { useSyncExternalStore } from "react";
import type { StoreApi } from "zustand/vanilla";
import { createKitchenStore, DEFAULT_PREFERENCES, type KitchenState } from "./kitchen-store";

let shared: StoreApi<KitchenState> | undefined;

/** The one kitchen store of this page; made on first use in the browser. */
function kitchenStore(): StoreApi<KitchenState> {
  shared ??= createKitchenStore();
  return shared;
}

const nothing = () => {};
const ON_SERVER: KitchenState = {
  ...DEFAULT_PREFERENCES,
  // a person who has answered does not see the question while the page hydrates
  hasAnsweredStaples: true,
  change: nothing,
  toggleDiet: nothing,
  toggleAllergen: nothing,
  keepFood: nothing,
  dropFood: nothing,
  answerDoubt: nothing,
  chooseUnits: nothing,
  setStaple: nothing,
};

/** Preferences of the kitchen. The server renders the defaults; the browser's own follow after hydration. */
export function useKitchen(): KitchenState {
  return useSyncExternalStore(
    (listener) => kitchenStore().subscribe(listener),
    () => kitchenStore().getState(),
    () => ON_SERVER,
  );
}
