"use client";

import { useEffect } from "react";
import { useStore } from "zustand";
import { readPhotoAlone } from "@/lib/client/photos/read-photo";
import type { Workspace } from "@/lib/client/workspace/workspace";
import { useWorkspace } from "@/lib/client/workspace/workspace-context";
import { createPlantCheck, type PlantCheckState, type PlantCheckStore } from "./plant-check";

/** One check a workspace: leaving the page and coming back loses nothing. */
const checks = new WeakMap<Workspace, PlantCheckStore>();

export function plantCheckOf(workspace: Workspace): PlantCheckStore {
  const known = checks.get(workspace);
  const { detector } = workspace;
  if (known) return known;
  const isHeld = () => ["needs-consent", "failed"].includes(detector.getState().status.state);
  const check = createPlantCheck({
    detector: detector.detector,
    manifest: () => detector.getState().manifest,
    read: readPhotoAlone,
    toUrl: (blob) => URL.createObjectURL(blob),
    releaseUrl: (url) => URL.revokeObjectURL(url),
    newId: () => crypto.randomUUID(),
    isHeld,
  });
  detector.subscribe(({ status }, before) => {
    if (status !== before.status && !isHeld()) check.getState().kick();
  });
  checks.set(workspace, check);
  return check;
}

/** The check of this page, and the model started. */
export function usePlantCheck<T>(select: (state: PlantCheckState) => T): T {
  const workspace = useWorkspace();
  useEffect(() => {
    void workspace.detector.getState().start();
  }, [workspace]);
  return useStore(plantCheckOf(workspace), select);
}
