"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "@/lib/client/api/trpc";
import { NAME_TO_COME } from "@/lib/client/detection/class-lookup";
import type { ClassKind } from "@/lib/contracts/model-manifest";

/** Names and kinds of every class there has ever been, by id. */
export interface ClassRegistryView {
  nameOf(classId: number): string;
  kindOf(classId: number): ClassKind;
}

/** The registry of classes; while it loads names are to come, and an unknown id is shown by its number. */
export function useClassRegistry(): ClassRegistryView {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.classes.list.queryOptions(undefined, { staleTime: 60_000 }));
  return useMemo(() => {
    const byId = new Map(data?.map((one) => [one.id, one]));
    return {
      nameOf: (classId) => (data ? (byId.get(classId)?.displayName ?? `#${classId}`) : NAME_TO_COME),
      kindOf: (classId) => byId.get(classId)?.kind ?? "ingredient",
    };
  }, [data]);
}
