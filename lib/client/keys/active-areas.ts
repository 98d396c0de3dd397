"use client";

import { useEffect } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { KeyArea } from "./key-table";

/** How many listeners of each area the page has just now. */
const active = createStore<Readonly<Partial<Record<KeyArea, number>>>>(() => ({}));

function count(area: KeyArea, by: 1 | -1): void {
  active.setState((state) => ({ [area]: (state[area] ?? 0) + by }));
}

/** Registers a listener for an area's keys while it is shown and `isOn`: the sheet lists them then. */
export function useKeyArea(area: KeyArea, isOn = true): void {
  useEffect(() => {
    if (!isOn) return;
    count(area, 1);
    return () => count(area, -1);
  }, [area, isOn]);
}

export function useIsKeyAreaActive(): (area: KeyArea) => boolean {
  const state = useStore(active);
  return (area) => (state[area] ?? 0) > 0;
}
