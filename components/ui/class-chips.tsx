"use client";

import type { ReactNode } from "react";
import { Kbd } from "./kbd";

export interface ClassChip {
  readonly id: number;
  readonly name: string;
  /** As it is read out and shown: "0.61"; empty where no number is shown. */
  readonly score: string;
  /** For people who do not see the box beside it: "Change it from Apple to Pear, 0.61 sure". */
  readonly label: string;
  readonly swatch: ReactNode;
  /** The key that does the same, as the key sheet writes it. */
  readonly shortcut?: string | undefined;
}

interface ClassChipsProps {
  readonly label: string;
  readonly chips: readonly ClassChip[];
  readonly onChoose: (id: number) => void;
}

/** Other names a box may have, each one press away, the likeliest first. */
export function ClassChips({ label, chips, onChoose }: ClassChipsProps) {
  if (chips.length === 0) return null;
  return (
    <ul aria-label={label} className="flex min-w-0 flex-wrap gap-1">
      {chips.map(({ id, name, score, label: said, swatch, shortcut }) => (
        <li key={id} className="min-w-0">
          <button
            type="button"
            aria-label={said}
            aria-keyshortcuts={shortcut}
            onClick={() => onChoose(id)}
            className="flex h-7 max-w-full items-center gap-1.5 rounded-full border border-line-strong bg-raised px-2.5 text-meta text-ink hover:bg-sunken pointer-coarse:h-11"
          >
            {swatch}
            <span className="truncate">{name}</span>
            {score ? <span className="tabular text-ink-soft">{score}</span> : null}
            {shortcut ? (
              <span className="pointer-coarse:hidden">
                <Kbd>{shortcut}</Kbd>
              </span>
            ) : null}
          </button>
        </li>
      ))}
    </ul>
  );
}
