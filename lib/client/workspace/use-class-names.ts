"use client";

import { useEffect } from "react";
import { fetchChampion } from "@/lib/client/models/champion";
import { useWorkspace } from "./workspace-context";

/** Gets the class names where no model has been started: they need the manifest alone. */
export function useClassNames(): void {
  const { detector } = useWorkspace();
  useEffect(() => {
    if (detector.getState().manifest) return;
    fetchChampion().then(
      (manifest) => detector.setState({ manifest }),
      () => {}, // classes go by number until the server answers
    );
  }, [detector]);
}
