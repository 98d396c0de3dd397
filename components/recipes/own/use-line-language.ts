"use client";

import { useEffect, useMemo, useState } from "react";
import type { RecipeDraft } from "@/lib/core/recipes/import/draft";
import { ENGLISH } from "@/lib/core/recipes/languages/english";
import type { LineLanguage } from "@/lib/core/recipes/languages/language";
import { isLanguage, loadLanguage } from "@/lib/core/recipes/languages/registry";
import { tellLanguage } from "@/lib/core/recipes/languages/tell-language";

/** The language a draft's lines are read in: as its source says, else told by its words. Loaded when first needed. */
export function useLineLanguage(draft: RecipeDraft): {
  readonly language: LineLanguage;
  /** Null for English and what is not known. */
  readonly code: string | null;
  readonly isLoading: boolean;
} {
  const { title, lines, steps } = draft;
  const said = draft.extras.language;
  const told = useMemo(
    () => (said === null ? tellLanguage([title, ...lines.map((line) => line.text), ...steps]) : null),
    [said, title, lines, steps],
  );
  const code = said ?? (told === "en" ? null : told);
  const wanted = isLanguage(code) ? code : "en";
  const [loaded, setLoaded] = useState<{ readonly wanted: string; readonly language: LineLanguage }>({
    wanted: "en",
    language: ENGLISH,
  });
  useEffect(() => {
    let isCurrent = true;
    void loadOrEnglish(wanted).then((language) => isCurrent && setLoaded({ wanted, language }));
    return () => {
      isCurrent = false;
    };
  }, [wanted]);
  return { language: loaded.language, code, isLoading: loaded.wanted !== wanted };
}

/** Without a connection lines are read in English: what is not understood is asked about. */
export async function loadOrEnglish(code: string | null): Promise<LineLanguage> {
  return await loadLanguage(code).catch(() => ENGLISH);
}
