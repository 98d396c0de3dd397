import { signedPoints } from "@/components/ui/figures";

export interface DifferenceRow {
  readonly key: string;
  readonly label: string;
  readonly note: string;
  /** In 0..1; null where the two figures may not be subtracted. */
  readonly difference: number | null;
}

/** Differences as bars to both sides of zero. */
export function DifferenceBars({
  rows,
  empty,
}: {
  readonly rows: readonly DifferenceRow[];
  readonly empty: string;
}) {
  if (rows.length === 0) return <p className="text-ink-soft">{empty}</p>;
  const reach = Math.max(0.01, ...rows.map(({ difference }) => Math.abs(difference ?? 0)));
  return (
    <ul className="grid gap-x-8 gap-y-1 md:grid-cols-2">
      {rows.map(({ key, label, note, difference }) => {
        const share = (50 * Math.abs(difference ?? 0)) / reach;
        const isLess = difference !== null && difference < 0;
        return (
          <li
            key={key}
            className="grid grid-cols-[minmax(0,9rem)_minmax(0,1fr)_3.5rem] items-center gap-2 text-meta"
          >
            <span className="min-w-0">
              <span className="block truncate" title={label}>
                {label}
              </span>
              <span className="tabular block text-ink-soft">{note}</span>
            </span>
            <span aria-hidden className="relative h-2 rounded-full bg-sunken">
              <span className="absolute inset-y-[-3px] left-1/2 w-px bg-line-strong" />
              <span
                className={`absolute inset-y-0 rounded-full ${isLess ? "bg-tomato" : "bg-leaf"}`}
                style={{ left: `${isLess ? 50 - share : 50}%`, width: `${share}%` }}
              />
            </span>
            <span className="tabular text-right">{difference === null ? "–" : signedPoints(difference)}</span>
          </li>
        );
      })}
    </ul>
  );
}
