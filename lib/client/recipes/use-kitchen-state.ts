"use client";

import { useMemo, useSyncExternalStore } from "react";
import type { KitchenState } from "@/lib/core/recipes/shopping/shared-list";
import { applyKitchenChange, type KitchenChange } from "./kitchen-change";
import type { KitchenSync, KnownKitchen } from "./kitchen-sync";
import { useKitchenSync } from "./use-kitchen-sync";

const NOTHING: readonly KitchenChange[] = [];
const NONE: KnownKitchen = { stock: null, list: null };
const never = () => () => {};

export interface ShownKitchen {
  readonly sync: KitchenSync | undefined;
  readonly known: KnownKitchen;
  /** Pantry and list with all changes made here, also those that the server does not have yet. */
  readonly state: KitchenState;
  /** True while changes wait for the server. */
  readonly isWaiting: boolean;
}

/** Pantry and shopping list as this page shows them. */
export function useKitchenState(): ShownKitchen {
  const sync = useKitchenSync();
  const known = useSyncExternalStore(
    sync?.known.subscribe ?? never,
    () => sync?.known.getState() ?? NONE,
    () => NONE,
  );
  const pending = useSyncExternalStore(
    sync?.kitchen.subscribe ?? never,
    () => sync?.kitchen.getState().pending ?? NOTHING,
    () => NOTHING,
  );
  const isWaiting = useSyncExternalStore(
    sync?.kitchen.subscribe ?? never,
    () => sync?.kitchen.getState().isWaiting ?? false,
    () => false,
  );
  const state = useMemo(() => stateOf(known, pending), [known, pending]);
  return { sync, known, state, isWaiting };
}

/** @returns pantry and list after the changes that wait */
export function stateOf(known: KnownKitchen, pending: readonly KitchenChange[]): KitchenState {
  const start: KitchenState = { lines: known.list?.lines ?? [], foods: known.stock?.foods ?? [] };
  return pending.reduce(applyKitchenChange, start);
}

/** The same, just now: for a change that builds on it. */
export function stateNow(sync: KitchenSync): KitchenState {
  return stateOf(sync.known.getState(), sync.kitchen.getState().pending);
}
