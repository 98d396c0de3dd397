import Link from "next/link";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

export interface LinePlace {
  readonly href: string;
  readonly text: string;
  /** It is where one is. */
  readonly isHere: boolean;
  /** A mark behind the name: how many wait there, say. */
  readonly mark?: ReactNode;
}

interface PlaceLineProps {
  readonly label: string;
  readonly places: readonly LinePlace[];
  /** The place one is in is underlined: for the upper of two lines. */
  readonly isUnderlined?: boolean;
}

/** A place's own places, one line under the top bar. */
export function PlaceLine({ label, places, isUnderlined = false }: PlaceLineProps) {
  return (
    <nav
      aria-label={label}
      className="flex shrink-0 gap-1 overflow-x-auto border-b px-2 [scrollbar-width:none] lg:px-4 print:hidden"
    >
      {places.map(({ href, text, isHere, mark }) => (
        <Link
          key={href}
          href={href}
          aria-current={isHere ? "page" : undefined}
          className={classNames(
            "relative flex h-11 shrink-0 items-center gap-1.5 px-3 outline-offset-[-4px] transition-colors",
            isHere ? "font-medium text-ink" : "text-ink-soft hover:text-ink",
            isHere &&
              isUnderlined &&
              "after:absolute after:inset-x-3 after:bottom-0 after:h-0.5 after:rounded-full after:bg-leaf",
          )}
        >
          {text}
          {mark}
        </Link>
      ))}
    </nav>
  );
}
