"use client";

/** One day of a trend; null where that day has no value. */
export interface TrendPoint {
  readonly day: string;
  readonly low: number | null;
  readonly value: number | null;
  readonly high: number | null;
}

export interface TrendChartProps {
  readonly title: string;
  /** The whole picture in words. */
  readonly label: string;
  /** Every day from first to last, those without events too. */
  readonly points: readonly TrendPoint[];
  /** Where a usual day of the reference lies. */
  readonly band: { readonly low: number; readonly high: number } | null;
  readonly format: (value: number) => string;
  /** Values of a share: the axis begins at 0. */
  readonly fromZero?: boolean;
}

const WIDTH = 320;
const HEIGHT = 96;
const LEFT = 4;
const TOP = 6;
const BOTTOM = 90;

/** Pieces of neighbouring days that have a value: a gap is a gap, not a line over it. */
function pieces(points: readonly TrendPoint[]): readonly (readonly (readonly [number, TrendPoint])[])[] {
  const found: [number, TrendPoint][][] = [];
  let open: [number, TrendPoint][] | null = null;
  for (const [at, point] of points.entries()) {
    if (point.value === null) {
      open = null;
      continue;
    }
    if (!open) {
      open = [];
      found.push(open);
    }
    open.push([at, point]);
  }
  return found;
}

/** A feature day by day: the middle value as a line, its middle eight tenths around it, and the reference as a band behind. */
export function TrendChart({ title, label, points, band, format, fromZero }: TrendChartProps) {
  const values = points.flatMap(({ low, value, high }) => [low, value, high]).filter((one) => one !== null);
  const all = [...values, ...(band ? [band.low, band.high] : []), ...(fromZero ? [0] : [])];
  const least = Math.min(...all);
  const most = Math.max(...all);
  const x = (at: number) => LEFT + (at / Math.max(1, points.length - 1)) * (WIDTH - 2 * LEFT);
  const y = (value: number) => BOTTOM - ((value - least) / (most - least || 1)) * (BOTTOM - TOP);
  const last = points.findLast(({ value }) => value !== null);
  const path = (
    piece: readonly (readonly [number, TrendPoint])[],
    of: (point: TrendPoint) => number | null,
  ) => piece.map(([at, point]) => `${x(at).toFixed(1)},${y(of(point) ?? point.value ?? 0).toFixed(1)}`);
  return (
    <figure className="min-w-0 rounded-card border bg-paper p-3">
      <figcaption className="flex items-baseline justify-between gap-2">
        <span className="font-medium">{title}</span>
        <span className="tabular text-ink-soft text-meta">
          {last?.value === null || last?.value === undefined ? "–" : format(last.value)}
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} className="mt-1 h-24 w-full">
        {band ? (
          <rect
            x={0}
            width={WIDTH}
            y={y(band.high)}
            height={Math.max(1.5, y(band.low) - y(band.high))}
            className="fill-leaf-wash"
          />
        ) : null}
        {pieces(points).map((piece) => (
          <g key={piece[0]?.[1].day}>
            <polygon
              points={[...path(piece, ({ high }) => high), ...path(piece, ({ low }) => low).reverse()].join(
                " ",
              )}
              className="fill-ink-soft/20"
            />
            <polyline
              points={path(piece, ({ value }) => value).join(" ")}
              className="fill-none stroke-2 stroke-ink"
            />
            {piece.length === 1 && piece[0] ? (
              <circle cx={x(piece[0][0])} cy={y(piece[0][1].value ?? 0)} r={2.5} className="fill-ink" />
            ) : null}
          </g>
        ))}
      </svg>
      <p className="tabular flex justify-between text-ink-soft text-meta">
        <span>{points[0]?.day.slice(5)}</span>
        <span>
          {format(least)} … {format(most)}
        </span>
        <span>{points.at(-1)?.day.slice(5)}</span>
      </p>
    </figure>
  );
}
