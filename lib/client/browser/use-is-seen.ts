"use client";

import { useSyncExternalStore } from "react";

function onChange(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}

/** Whether the page is in front: what listens to the server gives its connection back while it is not. */
export function useIsSeen(): boolean {
  return useSyncExternalStore(
    onChange,
    () => !document.hidden,
    () => true,
  );
}
