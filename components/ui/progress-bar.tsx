import { classNames } from "./class-names";

export interface ProgressBarProps {
  readonly label: string;
  /** 0..1; undefined while the end is not known. */
  readonly value?: number;
  readonly className?: string;
}

export function ProgressBar({ label, value, className }: ProgressBarProps) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value === undefined ? undefined : Math.round(value * 100)}
      className={classNames("h-1 overflow-hidden rounded-full bg-line", className)}
    >
      {value === undefined ? (
        <div className="h-full w-1/2 animate-sweep rounded-full bg-leaf" />
      ) : (
        <div className="h-full rounded-full bg-leaf" style={{ width: `${value * 100}%` }} />
      )}
    </div>
  );
}
