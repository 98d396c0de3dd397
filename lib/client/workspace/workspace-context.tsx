"use client";

import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useStore } from "zustand";
import { useTRPC } from "@/lib/client/api/trpc";
import { type ClassLookup, createClassLookup } from "@/lib/client/detection/class-lookup";
import type { DetectorState } from "@/lib/client/detection/detector-store";
import type { FilterState } from "@/lib/client/detection/filter-store";
import type { EditorState } from "@/lib/client/editor/editor-state";
import { activePhoto, type PhotoItem, type PhotoQueueState } from "@/lib/client/photos/photo-queue-store";
import type { FilterView } from "@/lib/client/photos/refilter";
import type { Workspace } from "./workspace";

const WorkspaceContext = createContext<Workspace | null>(null);

export function WorkspaceProvider({ workspace, children }: { workspace: Workspace; children: ReactNode }) {
  return <WorkspaceContext.Provider value={workspace}>{children}</WorkspaceContext.Provider>;
}

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (!workspace) throw new RangeError("useWorkspace needs a WorkspaceProvider above it");
  return workspace;
}

export function useQueue<T>(select: (state: PhotoQueueState) => T): T {
  return useStore(useWorkspace().queue, select);
}

export function useActivePhoto(): PhotoItem | undefined {
  return useQueue(activePhoto);
}

export function useFilter<T>(select: (state: FilterState) => T): T {
  return useStore(useWorkspace().filter, select);
}

export function useFilterView<T>(select: (view: FilterView) => T): T {
  return useStore(useWorkspace().view, select);
}

export function useDetector<T>(select: (state: DetectorState) => T): T {
  return useStore(useWorkspace().detector, select);
}

export function useEditor<T>(photo: PhotoItem, select: (state: EditorState) => T): T {
  return useStore(photo.editor, select);
}

/** Names and kinds of the model's classes and of those that only people use; names are to come until they are here. */
export function useClasses(): ClassLookup {
  const manifest = useDetector((state) => state.manifest);
  const trpc = useTRPC();
  const { data, isError, fetchStatus } = useQuery(
    trpc.classes.list.queryOptions(undefined, { staleTime: 60_000, retry: false }),
  );
  const registered = data ?? (isError || fetchStatus === "paused" ? null : undefined);
  return useMemo(() => createClassLookup(manifest, registered), [manifest, registered]);
}
