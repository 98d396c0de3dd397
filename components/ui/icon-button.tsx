"use client";

import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { type Reason, ReasonTooltip, waiting } from "./reason-tooltip";
import type { TooltipProps } from "./tooltip";

export interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label" | "disabled"> {
  /** Accessible name, and the tooltip's text. */
  readonly label: string;
  /** The key that does the same, as a hint writes it: "Ctrl+Z". */
  readonly shortcut?: string;
  readonly side?: TooltipProps["side"];
  readonly size?: "small" | "medium" | "large";
  readonly pressed?: boolean;
  /** Greys the button out and says what it waits for, as `Button` does. */
  readonly waitsFor?: Reason;
}

const SIZES = {
  small: "size-7 pointer-coarse:size-11",
  medium: "size-9 pointer-coarse:size-11",
  large: "size-11",
};

export function IconButton(props: IconButtonProps) {
  const { label, shortcut, side, size = "medium", pressed, className, waitsFor, onClick, ...rest } = props;
  return (
    <ReasonTooltip reason={waitsFor} text={label} shortcut={shortcut} side={side}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        aria-keyshortcuts={shortcut?.replace(/^Ctrl\b/, "Control")}
        className={classNames(
          "inline-flex shrink-0 items-center justify-center rounded-card transition-colors duration-100 [&_svg]:size-[18px]",
          "aria-disabled:cursor-not-allowed aria-disabled:opacity-40",
          pressed ? "bg-leaf-wash text-leaf-strong" : "text-ink-soft hover:bg-sunken hover:text-ink",
          SIZES[size],
          className,
        )}
        {...rest}
        {...waiting(waitsFor)}
        onClick={waitsFor ? undefined : onClick}
      />
    </ReasonTooltip>
  );
}
