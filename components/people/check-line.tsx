import { useId } from "react";

interface CheckLineProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** A box to tick, with what it means beneath it. */
export function CheckLine({ label, hint, isOn, onChange }: CheckLineProps) {
  const hintId = useId();
  return (
    <div className="flex flex-col">
      <label className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
        <input
          type="checkbox"
          className="size-4 shrink-0 accent-leaf"
          checked={isOn}
          aria-describedby={hint ? hintId : undefined}
          onChange={({ target }) => onChange(target.checked)}
        />
        {label}
      </label>
      {hint ? (
        <p id={hintId} className="pl-6 text-ink-soft text-meta">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
