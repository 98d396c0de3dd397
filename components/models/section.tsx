import type { ReactNode } from "react";

interface SectionProps {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

/** A titled part of a page. */
export function Section({ title, hint, children }: SectionProps) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-3 rounded-card border bg-raised p-4">
      <div>
        <h2 className="font-semibold text-lead">{title}</h2>
        {hint ? <p className="text-meta text-ink-soft">{hint}</p> : null}
      </div>
      {children}
    </section>
  );
}
