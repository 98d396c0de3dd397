"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { useClasses } from "@/lib/client/workspace/workspace-context";

/** How sure the model is of a class, in a word; undefined where it was not calibrated and numbers are shown. */
export function useSayScore(): (classId: number, score: number) => string | undefined {
  const t = useTranslations("found");
  const { surenessOf } = useClasses();
  return useCallback(
    (classId, score) => {
      const sureness = surenessOf(classId, score);
      return sureness && t(`sureness.${sureness}`);
    },
    [surenessOf, t],
  );
}
