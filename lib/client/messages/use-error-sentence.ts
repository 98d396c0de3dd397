"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { ErrorFacts } from "@/lib/core/errors";

export interface ShownError {
  readonly code: string;
  readonly facts?: ErrorFacts;
}

/** Facts that sentences show where they are known. */
const UNKNOWN = {
  reason: "unknown",
  file: "unknown",
  names: "unknown",
  advice: "unknown",
  formats: "unknown",
};

/**
 * The sentence a person reads for an error code: what happened, that nothing was lost, what to do.
 * @returns a function; `name` is the file or photo the sentence is about
 */
export function useErrorSentence(): (error: ShownError, name?: string) => string {
  const t = useTranslations("errors");
  const names = useTranslations("errorNames");
  return useCallback(
    ({ code, facts }, name) => {
      const key = t.has(code as never) ? code : "server/unexpected";
      return t(key as never, { ...UNKNOWN, ...facts, name: name ?? names("thePhoto") } as never);
    },
    [t, names],
  );
}
