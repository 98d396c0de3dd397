"use client";

import { useMemo } from "react";
import { useStore } from "zustand";
import { lookOf } from "@/lib/client/named-boxes/look-of";
import type { NamedBoxState } from "@/lib/client/named-boxes/named-box-store";
import type { PhotoItem } from "@/lib/client/photos/photo-queue-store";
import type { ShownBox } from "@/lib/core/editor/document";
import { type ProposedName, proposeName } from "@/lib/core/named-boxes/propose-name";
import { useDetector, useWorkspace } from "./workspace-context";

export function useNamedBoxes<T>(select: (state: NamedBoxState) => T): T {
  return useStore(useWorkspace().namedBoxes, select);
}

/** True when the model's boxes can be compared at all: its features were measured. */
export function useCanCompareBoxes(): boolean {
  return useDetector(({ manifest }) => Boolean(manifest?.calibration?.known));
}

/** What a person named before that looks like this box; undefined for a box they have touched. */
export function useProposedName(
  { run }: PhotoItem,
  box: Pick<ShownBox, "detection">,
): ProposedName | undefined {
  const named = useNamedBoxes((state) => (state.isOn ? state.named : NONE));
  const manifest = useDetector((state) => state.manifest);
  const { detection } = box;
  return useMemo(() => {
    const known = manifest?.calibration?.known;
    if (!known || !detection || named.length === 0 || run?.modelId !== manifest.id) return undefined;
    const look = lookOf(run, detection);
    return look && proposeName(look, named, known);
  }, [named, manifest, run, detection]);
}

const NONE: NamedBoxState["named"] = [];
