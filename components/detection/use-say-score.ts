"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { GivenName } from "@/lib/client/detection/class-lookup";
import { useClasses } from "@/lib/client/workspace/workspace-context";

/** How sure the model is of a name, in a word, "" where it has none to say; undefined where scores are shown. */
export function useSayScore(): (name: GivenName) => string | undefined {
  const t = useTranslations("found");
  const { surenessOf, hasWords } = useClasses();
  return useCallback(
    (name) => {
      const sureness = surenessOf(name);
      if (sureness) return t(`sureness.${sureness}`);
      return hasWords ? "" : undefined;
    },
    [surenessOf, hasWords, t],
  );
}
