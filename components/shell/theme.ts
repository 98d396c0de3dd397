"use client";

import { useSyncExternalStore } from "react";

export type ThemeChoice = "system" | "light" | "dark";
export type ThemeName = "light" | "dark";

const KEY = "forage.theme";

/**
 * Runs before the first paint, so that no visit flashes the other theme. Follows the system until a person chooses.
 */
export const THEME_SCRIPT = `(()=>{let c=null;try{c=localStorage.getItem("${KEY}")}catch{}
const m=matchMedia("(prefers-color-scheme: dark)");
const set=()=>{let n=null;try{n=localStorage.getItem("${KEY}")}catch{n=c}
document.documentElement.dataset.theme=n==="light"||n==="dark"?n:m.matches?"dark":"light"};
set();m.addEventListener("change",set)})()`;

export function readThemeChoice(): ThemeChoice {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : "system";
  } catch {
    return "system"; // blocked storage
  }
}

export function chooseTheme(choice: ThemeChoice): void {
  try {
    if (choice === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // blocked storage: the choice holds until the page is left
  }
  const isSystemDark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = choice === "system" ? (isSystemDark ? "dark" : "light") : choice;
}

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

const current = (): ThemeName => (document.documentElement.dataset.theme === "dark" ? "dark" : "light");

/** The theme in force: what a canvas, which reads no CSS variables, draws with. */
export function useTheme(): ThemeName {
  return useSyncExternalStore(subscribe, current, () => "light");
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, readThemeChoice, () => "system");
}
