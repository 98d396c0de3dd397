"use client";

import { type RefObject, useEffect, useState } from "react";
import { createTextRuler, type TextRuler } from "./paint/text-width";

/** What a canvas has to ask the style sheet for. */
export interface StageTheme {
  readonly ruler: TextRuler;
  readonly accent: string;
}

/** Reads the page's font and accent, again when the fonts have arrived and when the theme changes. */
export function useStageTheme(root: RefObject<HTMLElement | null>): StageTheme | undefined {
  const [theme, setTheme] = useState<StageTheme>();

  useEffect(() => {
    let isCurrent = true;
    const read = () => {
      if (!root.current || !isCurrent) return;
      const style = getComputedStyle(root.current);
      const accent = style.getPropertyValue("--focus").trim() || style.color;
      setTheme({ ruler: createTextRuler(style.fontFamily), accent });
    };
    read();
    document.fonts.ready.then(read);
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributeFilter: ["data-theme", "class"] });
    return () => {
      isCurrent = false;
      observer.disconnect();
    };
  }, [root]);

  return theme;
}
