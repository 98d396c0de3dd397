import type { Evidence } from "@/lib/contracts/monitor-page";
import { presentCells, type Table } from "@/lib/core/monitoring/table";

const BARS = 20;

function barsOfNames(before: readonly unknown[], now: readonly unknown[]): Evidence["bars"] {
  const count = (cells: readonly unknown[], name: string) =>
    cells.filter((cell) => String(cell) === name).length;
  const names = [...new Set([...before, ...now].map(String))];
  return names
    .map((name) => ({ name, reference: count(before, name), current: count(now, name) }))
    .toSorted((a, b) => b.reference - a.reference || b.current - a.current);
}

function barsOfNumbers(before: readonly number[], now: readonly number[]): Evidence["bars"] {
  const all = [...before, ...now];
  const low = all.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = all.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const width = (high - low) / BARS || 1;
  const place = (value: number) => Math.min(BARS - 1, Math.floor((value - low) / width));
  const text = (value: number) => String(Number(value.toPrecision(3)));
  return Array.from({ length: high > low ? BARS : 1 }, (_, at) => ({
    name: `${text(low + at * width)}–${text(low + (at + 1) * width)}`,
    reference: before.filter((value) => place(value) === at).length,
    current: now.filter((value) => place(value) === at).length,
  }));
}

/** The values of every column on both sides, counted in the same places. */
export function evidenceOfTables(before: Table, now: Table): Readonly<Record<string, Evidence>> {
  return Object.fromEntries(
    [...before.columns.keys()].map((column) => {
      // a vector is drawn by its first number
      const flat = (table: Table) =>
        presentCells(table.columns.get(column) ?? []).map((cell) => (Array.isArray(cell) ? cell[0] : cell));
      const [first, second] = [flat(before), flat(now)];
      const areNumbers = [...first, ...second].every((cell) => typeof cell === "number");
      const isEmpty = first.length === 0 && second.length === 0;
      return [
        column,
        {
          kind: areNumbers ? "numbers" : "names",
          bars: isEmpty
            ? []
            : areNumbers
              ? barsOfNumbers(first as number[], second as number[])
              : barsOfNames(first, second),
          referenceRows: first.length,
          currentRows: second.length,
        },
      ] as const;
    }),
  );
}
