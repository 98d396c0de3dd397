"use client";

import { useCallback } from "react";
import { hasUnsavedEdits } from "@/lib/client/photos/photo-queue-store";
import { applyCorrection } from "@/lib/client/saves/reopen-photo";
import type { Correction } from "@/lib/contracts/corrections";
import { useQueue, useWorkspace } from "./workspace-context";

/** True while a saved photo is on the strip with edits that no saved state holds. */
export function useUnsavedEdits(photoId: string | undefined): boolean {
  return useQueue(({ photos }) => {
    const copy = photos.find(({ libraryId }) => libraryId === photoId);
    return copy !== undefined && photoId !== undefined && hasUnsavedEdits(copy);
  });
}

/** Brings the copy of a photo on the strip, if there is one, into a state that was brought back. */
export function useRestored(): (correction: Correction) => void {
  const { queue } = useWorkspace();
  return useCallback((correction) => applyCorrection(correction, queue), [queue]);
}
