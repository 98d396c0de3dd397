"use client";

import { useSyncExternalStore } from "react";

function onChange(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}

/** Whether the page is visible: listeners to the server close their connection while it is not. */
export function useIsSeen(): boolean {
  return useSyncExternalStore(
    onChange,
    () => !document.hidden,
    () => true,
  );
}
