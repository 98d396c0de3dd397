import type { ReactNode } from "react";
import { classNames } from "./class-names";

interface ScrollAcrossProps {
  /** What it holds, for those who do not see it. */
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** What is wider than its place scrolls in it, by keys too, and the page stays as wide as the window. */
export function ScrollAcross({ label, className, children }: ScrollAcrossProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
      tabIndex={0}
      // texts for screen readers are laid out in here, not in the page
      className={classNames("relative overflow-x-auto", className)}
    >
      {children}
    </section>
  );
}
