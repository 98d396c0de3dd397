import type { ReactNode } from "react";
import { classNames } from "./class-names";

interface NoticeCardProps {
  readonly tone?: "plain" | "attention";
  readonly title: string;
  readonly body?: string;
  readonly actions?: ReactNode;
}

/** A floating card on the stage: what is wrong, and what to do about it. Never covers the whole photo. */
export function NoticeCard({ tone = "plain", title, body, actions }: NoticeCardProps) {
  return (
    <div
      role={tone === "attention" ? "alert" : "status"}
      className={classNames(
        "pointer-events-auto w-full max-w-md animate-rise-in rounded-card border bg-raised p-4 shadow-float",
        tone === "attention" && "border-l-4 border-l-tomato",
      )}
    >
      <p className="font-semibold">{title}</p>
      {body ? <p className="mt-1 text-ink-soft">{body}</p> : null}
      {actions ? <div className="mt-3 flex flex-wrap gap-2">{actions}</div> : null}
    </div>
  );
}
