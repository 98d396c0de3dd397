"use client";

import { Slider as Radix } from "radix-ui";
import { classNames } from "./class-names";

export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Read out instead of the bare number, such as "0.25". */
  readonly valueText?: string;
  readonly describedBy?: string;
  readonly disabled?: boolean;
  readonly className?: string;
  readonly onChange: (value: number) => void;
  readonly onCommit?: (value: number) => void;
}

export function Slider(props: SliderProps) {
  const { label, value, min, max, step, valueText, describedBy, disabled, className, onChange, onCommit } =
    props;
  return (
    <Radix.Root
      className={classNames(
        "relative flex h-6 w-full touch-none select-none items-center pointer-coarse:h-11",
        className,
      )}
      value={[value]}
      min={min}
      max={max}
      step={step}
      disabled={disabled ?? false}
      onValueChange={([next]) => next !== undefined && onChange(next)}
      onValueCommit={([next]) => next !== undefined && onCommit?.(next)}
    >
      <Radix.Track className="relative h-1 grow rounded-full bg-line-strong">
        <Radix.Range className="absolute h-full rounded-full bg-leaf" />
      </Radix.Track>
      <Radix.Thumb
        aria-label={label}
        aria-valuetext={valueText}
        aria-describedby={describedBy}
        className="group flex size-6 items-center justify-center rounded-full pointer-coarse:size-11"
      >
        <span className="block size-4 rounded-full border-2 border-leaf bg-raised shadow-float transition-transform duration-100 group-hover:scale-110 pointer-coarse:size-6" />
      </Radix.Thumb>
    </Radix.Root>
  );
}
