import type { ReactNode } from "react";

interface SectionProps {
  readonly title: string;
  readonly isTitleHidden?: boolean;
  readonly children: ReactNode;
}

/** A titled part of a page. */
export function Section({ title, isTitleHidden, children }: SectionProps) {
  return (
    <section aria-label={title} className="flex flex-col gap-3 rounded-card border bg-raised p-4">
      <h2 className={isTitleHidden ? "sr-only" : "font-semibold text-lead"}>{title}</h2>
      {children}
    </section>
  );
}
