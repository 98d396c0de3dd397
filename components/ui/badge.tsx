import type { ReactNode } from "react";
import { classNames } from "./class-names";

export type BadgeTone = "plain" | "good" | "unsure" | "attention";

const TONES: Record<BadgeTone, string> = {
  plain: "bg-sunken text-ink-soft",
  good: "bg-leaf-wash text-leaf-strong",
  unsure: "bg-saffron-wash text-saffron-ink",
  attention: "bg-tomato-wash text-tomato-ink",
};

export function Badge({
  tone = "plain",
  children,
}: {
  readonly tone?: BadgeTone;
  readonly children: ReactNode;
}) {
  return (
    <span
      className={classNames(
        "tabular inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-small px-1.5 text-meta font-medium",
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}
