import { type ReactNode, useId } from "react";

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly problem?: string;
  /** Given the ids that tie it to label, hint and problem. */
  readonly children: (ids: { id: string; "aria-describedby": string; "aria-invalid": boolean }) => ReactNode;
}

export const INPUT =
  "h-9 w-full rounded-card border border-line-strong bg-raised px-3 text-ink pointer-coarse:h-11 aria-invalid:border-tomato";

/** A labelled field with its hint and what is wrong with it. */
export function Field({ label, hint, problem, children }: FieldProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({ id, "aria-describedby": `${id}-about`, "aria-invalid": problem !== undefined })}
      <p id={`${id}-about`} className="text-meta text-ink-soft">
        {problem ? <span className="text-tomato-ink">{problem}</span> : hint}
      </p>
    </div>
  );
}
