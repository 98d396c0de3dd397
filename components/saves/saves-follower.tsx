"use client";

import { useEffect, useRef } from "react";
import { useWorkspace } from "@/lib/client/workspace/workspace-context";
import { useTellSave } from "./use-tell-save";

/** Sends unsent saves of an earlier visit, on any page, and says when they have arrived. */
export function SavesFollower() {
  const { outbox, resumeSaves } = useWorkspace();
  const tell = useTellSave();
  const latest = useRef(tell);
  latest.current = tell;
  useEffect(() => {
    const stop = outbox.onAnswer(({ name }, outcome) => latest.current(outcome, { name }));
    void resumeSaves();
    return stop;
  }, [outbox, resumeSaves]);
  return null;
}
