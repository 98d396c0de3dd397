import type { ReactNode } from "react";
import { classNames } from "./class-names";

export interface EmptyStateProps {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly body?: string;
  readonly actions?: ReactNode;
  readonly className?: string;
}

/** What a place says when it has nothing to show: what would be here, and how to get it. */
export function EmptyState({ icon, title, body, actions, className }: EmptyStateProps) {
  return (
    <div className={classNames("flex flex-col items-center gap-2 px-6 py-10 text-center", className)}>
      {icon ? <div className="mb-1 text-ink-soft [&_svg]:size-7">{icon}</div> : null}
      <h2 className="text-lead font-semibold">{title}</h2>
      {body ? <p className="max-w-[44ch] text-balance text-ink-soft">{body}</p> : null}
      {actions ? <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  );
}
