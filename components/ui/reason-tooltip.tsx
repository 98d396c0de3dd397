"use client";

import { Tooltip as Radix } from "radix-ui";
import { type MouseEvent, type ReactElement, type ReactNode, useState } from "react";
import { Kbd } from "./kbd";

/** Why something does nothing just now, and what would change that; nothing when it works. */
export type Reason = string | false | null | undefined;

interface ReasonTooltipProps {
  readonly reason: Reason;
  /** Shown while there is no reason, and before a reason. */
  readonly text?: ReactNode;
  readonly shortcut?: string | undefined;
  readonly side?: "top" | "right" | "bottom" | "left" | undefined;
  /** A button that marks itself with `waiting(reason)`. */
  readonly children: ReactElement;
}

/** Attributes of a button while it waits: it can still be reached by Tab, pointer and finger, and does nothing. */
export function waiting(reason: Reason): {
  readonly "aria-disabled"?: true;
  readonly "aria-description"?: string;
} {
  return reason ? { "aria-disabled": true, "aria-description": reason } : {};
}

/** A hint on hover and focus; a button that waits says why on a tap or a press, too, instead of acting. */
export function ReasonTooltip({ reason, text, shortcut, side = "bottom", children }: ReasonTooltipProps) {
  const [isOpen, setIsOpen] = useState(false);
  const answer = (event: MouseEvent) => {
    if (!reason) return;
    event.preventDefault(); // no form is sent, and the hint stays
    setIsOpen(true);
  };
  return (
    <Radix.Root open={isOpen && Boolean(reason || text)} onOpenChange={setIsOpen}>
      <Radix.Trigger asChild onClick={answer}>
        {children}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-72 animate-fade-in items-center gap-2 rounded-small bg-ink px-2 py-1 text-meta text-paper shadow-float"
        >
          <span>
            {text ? <span className="block">{text}</span> : null}
            {reason ? <span className="block">{reason}</span> : null}
          </span>
          {shortcut ? <Kbd onDark>{shortcut}</Kbd> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
