"use client";

import { Switch as Radix } from "radix-ui";
import { useId } from "react";

export interface SwitchProps {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Switch({ label, hint, checked, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-3">
      <div>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className="text-meta text-ink-soft">
            {hint}
          </p>
        ) : null}
      </div>
      <Radix.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="group flex h-6 w-9 shrink-0 items-center rounded-full pointer-coarse:-my-2.5 pointer-coarse:h-11 pointer-coarse:w-11 pointer-coarse:justify-center"
      >
        <span className="block h-5 w-9 rounded-full bg-line-strong transition-colors group-data-[state=checked]:bg-leaf">
          <Radix.Thumb className="mt-0.5 block size-4 translate-x-0.5 rounded-full bg-raised shadow-float transition-transform data-[state=checked]:translate-x-[18px]" />
        </span>
      </Radix.Root>
    </div>
  );
}
