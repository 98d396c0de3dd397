"use client";

import { type ReactNode, useEffect, useRef } from "react";

const FOCUSABLE = "button, input, select, a[href]";

interface Place {
  readonly element: HTMLElement;
  /** Which row it is in. */
  readonly at: number;
}

/**
 * Rows with buttons. Whoever removes or renames one by the keys stays where they were: when what had the focus goes with
 * its row or form, the row that is in its place then has it.
 */
export function RowList({ children }: { readonly children: ReactNode }) {
  const list = useRef<HTMLUListElement>(null);
  const last = useRef<Place | null>(null);
  useEffect(() => {
    const ul = list.current;
    if (!ul) return;
    const keepFocus = () => {
      if (!last.current || last.current.element.isConnected) return;
      const { at } = last.current;
      last.current = null;
      // they have gone elsewhere meanwhile
      if (document.activeElement !== document.body && document.activeElement !== null) return;
      const row = ul.children[Math.min(at, ul.children.length - 1)];
      (row?.querySelector<HTMLElement>(FOCUSABLE) ?? ul).focus();
    };
    const observer = new MutationObserver(keepFocus);
    observer.observe(ul, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);
  return (
    <ul
      ref={list}
      tabIndex={-1}
      className="flex flex-col divide-y outline-offset-4"
      onFocus={({ target }) => {
        const row = [...(list.current?.children ?? [])].findIndex((one) => one.contains(target));
        if (row >= 0) last.current = { element: target, at: row };
      }}
    >
      {children}
    </ul>
  );
}
