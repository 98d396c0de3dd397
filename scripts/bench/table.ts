import type { BenchRow } from "./row";

export interface BenchReport {
  readonly measuredAt: string;
  readonly machine: string;
  readonly rows: readonly BenchRow[];
}

/** A figure with its unit: three significant digits for times, kB or MB for sizes. */
export function formatFigure(value: number | undefined, unit: BenchRow["unit"]): string {
  if (value === undefined) return "–";
  if (unit === "bytes")
    return value >= 1e6 ? `${(value / 1e6).toFixed(2)} MB` : `${(value / 1e3).toFixed(1)} kB`;
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
  return `${value.toFixed(digits)} ${unit}`;
}

/** Ours over the peer's: below 1 we are faster or smaller. */
export function formatRatio(row: BenchRow): string {
  return row.peer === undefined || row.peer === 0 ? "–" : `${(row.ours / row.peer).toFixed(2)}×`;
}

function line(row: BenchRow): string {
  const peer =
    row.peer === undefined ? "–" : `${formatFigure(row.peer, row.unit)} (${row.peerName ?? "peer"})`;
  const cells = [
    row.name,
    formatFigure(row.ours, row.unit),
    peer,
    formatRatio(row),
    row.runs ?? "",
    row.note ?? "",
  ];
  return `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
}

/** docs/BENCH.md. */
export function benchPage(report: BenchReport): string {
  const part = (group: BenchRow["group"], title: string) => {
    const rows = report.rows.filter((row) => row.group === group);
    if (rows.length === 0) return [];
    return [
      `## ${title}`,
      "",
      "| measured | ours | peer | ours / peer | runs | note |",
      "|---|---|---|---|---|---|",
      ...rows.map(line),
      "",
    ];
  };
  return [
    "# Benchmarks",
    "",
    "Written by `npm run bench` (not run by a test). Medians; below 1× ours is faster or smaller. The same model, photo and browser run",
    "for both sides.",
    "",
    `Measured ${report.measuredAt.slice(0, 16).replace("T", " ")} UTC on ${report.machine}.`,
    "",
    ...part("browser", "In the browser"),
    ...part("network", "The network on WASM"),
    ...part("server", "On the server"),
  ].join("\n");
}
