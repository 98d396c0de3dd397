"use client";

import { type RefObject, useEffect, useRef } from "react";

export interface DismissOptions {
  readonly panel: RefObject<HTMLElement | null>;
  readonly onEscape: () => void;
  /** A press, a tap or the focus went elsewhere: the focus stays where it went. */
  readonly onOutside: () => void;
}

/** True under an open modal, which then has Escape and every press to itself. */
function isCovered(panel: HTMLElement): boolean {
  return panel.closest("[aria-hidden=true], [inert]") !== null;
}

/**
 * Closes a panel on Escape no matter where the focus is, and on a press or the focus outside it. Listens before everything else
 * on the page: neither a tooltip nor a field that uses Escape itself keeps the panel open.
 */
export function useDismiss({ panel, onEscape, onOutside }: DismissOptions): void {
  const latest = useRef({ onEscape, onOutside });
  latest.current = { onEscape, onOutside };
  useEffect(() => {
    const stop = new AbortController();
    const options = { signal: stop.signal, capture: true };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.isComposing || !panel.current || isCovered(panel.current)) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current.onEscape();
    };
    const onElsewhere = (event: Event) => {
      const element = panel.current;
      if (!element || isCovered(element) || element.contains(event.target as Node)) return;
      latest.current.onOutside();
    };
    addEventListener("keydown", onKeyDown, options);
    addEventListener("pointerdown", onElsewhere, options);
    addEventListener("focusin", onElsewhere, options);
    return () => stop.abort();
  }, [panel]);
}
