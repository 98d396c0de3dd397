import type { ReactNode } from "react";

interface SectionProps {
  readonly title: string;
  /** For pages whose heading already says it; screen readers still read it. */
  readonly isTitleHidden?: boolean;
  readonly hint?: string;
  readonly children: ReactNode;
}

/** A titled part of a page. */
export function Section({ title, isTitleHidden, hint, children }: SectionProps) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-3 rounded-card border bg-raised p-4">
      <div className={isTitleHidden ? "sr-only" : ""}>
        <h2 className="font-semibold text-lead">{title}</h2>
        {hint ? <p className="text-meta text-ink-soft">{hint}</p> : null}
      </div>
      {children}
    </section>
  );
}
