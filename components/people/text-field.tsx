"use client";

import { type ComponentProps, useId } from "react";

interface TextFieldProps extends Omit<ComponentProps<"input">, "id" | "onChange"> {
  readonly label: string;
  readonly hint?: string;
  readonly onText: (text: string) => void;
}

/** A labelled line of text. */
export function TextField({ label, hint, onText, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={({ target }) => onText(target.value)}
        className="h-10 w-full rounded-card border border-line-strong bg-paper px-3 pointer-coarse:h-11"
        {...rest}
      />
      {hint ? (
        <p id={`${id}-hint`} className="text-ink-soft text-meta">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
