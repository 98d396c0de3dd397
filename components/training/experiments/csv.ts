import type { Experiment } from "@/lib/contracts/experiments";
import { type Column, valueIn } from "./columns";

/** A cell as spreadsheets read it; one that would be taken for a formula is not. */
function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * All that is known of each, a line each; what is missing is empty, and a value that a config does not say is the default.
 * Figures are in 0..1, times in hours, and their heads say so.
 */
export function experimentsCsv(
  experiments: readonly Experiment[],
  columns: readonly { readonly column: Column; readonly title: string }[],
): string {
  const values = [...new Set(experiments.flatMap((one) => Object.keys(one.values)))].sort();
  const shown = columns.filter(({ column }) => column.about.is !== "value" && column.id !== "config");
  const head = [
    "run",
    "config",
    "started",
    "started from",
    "model",
    "verdict",
    ...shown.map(({ column, title }) => (column.kind === "hours" ? `${title} (hours)` : title)),
    ...values,
    "starred",
    "archived",
    "note",
    "run's note",
  ];
  const lines = experiments.map((one) => [
    one.runId,
    one.config,
    one.createdAt,
    one.baseModelId,
    one.modelId,
    one.verdict,
    ...shown.map(({ column }) => column.cellOf(one)),
    ...values.map((name) => valueIn(one, name)),
    one.isStarred ? "yes" : "no",
    one.isArchived ? "yes" : "no",
    one.note,
    one.runNote,
  ]);
  return `${[head, ...lines].map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}
