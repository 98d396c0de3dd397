"use client";

import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { type Reason, ReasonTooltip, waiting } from "./reason-tooltip";

export type ButtonTone = "primary" | "plain" | "quiet" | "danger";
export type ButtonSize = "small" | "medium" | "large";

const TONES: Record<ButtonTone, string> = {
  primary: "bg-leaf text-on-leaf hover:bg-leaf-strong",
  plain: "border border-line-strong bg-raised text-ink hover:bg-sunken",
  quiet: "text-ink hover:bg-sunken",
  danger: "bg-tomato-ink text-paper hover:opacity-90",
};

const SIZES: Record<ButtonSize, string> = {
  small: "h-8 gap-1.5 px-2.5",
  medium: "h-9 gap-2 px-3.5 pointer-coarse:h-11",
  large: "h-11 gap-2 px-5 text-lead",
};

export interface ButtonProps extends Omit<ComponentProps<"button">, "disabled"> {
  readonly tone?: ButtonTone;
  readonly size?: ButtonSize;
  /** Renders the one child (a link) with the button's looks. */
  readonly asChild?: boolean;
  /**
   * Greys the button out and says what it waits for, in a sentence: on hover, focus and tap, and to screen readers. There
   * is no `disabled`: a button that does nothing says why. Where it may wait, always give it, falsy while it works.
   */
  readonly waitsFor?: Reason;
}

export function Button(props: ButtonProps) {
  const { tone = "plain", size = "medium", asChild, className, waitsFor, onClick, ...rest } = props;
  const Root = asChild ? Slot.Root : "button";
  const button = (
    <Root
      {...(asChild ? {} : { type: "button" as const })}
      className={classNames(
        "inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-card font-medium transition-colors duration-100",
        "aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
        TONES[tone],
        SIZES[size],
        className,
      )}
      {...rest}
      {...waiting(waitsFor)}
      onClick={waitsFor ? undefined : onClick}
    />
  );
  // The same element with or without a reason, so that it keeps the focus.
  return "waitsFor" in props ? (
    <ReasonTooltip reason={waitsFor} side="top">
      {button}
    </ReasonTooltip>
  ) : (
    button
  );
}
