import type { ReactNode } from "react";

/** One group of things that can be changed. */
export function KitchenSection({
  title,
  body,
  action,
  children,
}: {
  readonly title: string;
  readonly body?: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section aria-label={title} className="flex flex-col gap-3 rounded-card border bg-raised p-4">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div>
          <h2 className="text-title font-semibold">{title}</h2>
          {body ? <p className="max-w-[60ch] text-pretty text-ink-soft">{body}</p> : null}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
