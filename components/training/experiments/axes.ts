import type { Experiment } from "@/lib/contracts/experiments";
import type { Cell, Column } from "./columns";

/** An axis of parallel coordinates: a value that differs, or a figure. */
export interface Axis {
  readonly column: Column;
  /** Lowest and highest number; the words of an axis of words, from the bottom up. */
  readonly low: number;
  readonly high: number;
  readonly words: readonly string[];
  readonly isLog: boolean;
}

const isShown = ({ about, kind }: Column) =>
  about.is === "value" || (about.is === "measured" && kind === "points");

/** Spread over more than two powers of ten, numbers are told apart by their logarithm. */
const LOG_FROM = 100;

function axisOf(column: Column, experiments: readonly Experiment[]): Axis | null {
  const cells = experiments.map((one) => column.cellOf(one)).filter((cell) => cell !== null);
  if (new Set(cells).size < 2) return null;
  const numbers = cells.filter((cell) => typeof cell === "number");
  if (numbers.length < cells.length) {
    const words = [...new Set(cells.map(String))].sort();
    return { column, low: 0, high: words.length - 1, words, isLog: false };
  }
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  return { column, low, high, words: [], isLog: low > 0 && high / low >= LOG_FROM };
}

/** Axes that tell these apart, values first and figures last; of figures only those that most were measured to have. */
export function axesOf(columns: readonly Column[], experiments: readonly Experiment[]): readonly Axis[] {
  const axes = columns.filter(isShown).flatMap((column) => axisOf(column, experiments) ?? []);
  const isFigure = ({ column }: Axis) => column.about.is === "measured";
  const count = ({ column }: Axis) => experiments.filter((one) => column.cellOf(one) !== null).length;
  const [figure] = axes.filter(isFigure).toSorted((a, b) => count(b) - count(a));
  return [...axes.filter((axis) => !isFigure(axis)), ...(figure ? [figure] : [])];
}

/** Where a cell is on its axis, 0 at the bottom to 1 at the top; null for what is missing. */
export function placeOn({ low, high, words, isLog }: Axis, cell: Cell): number | null {
  if (cell === null) return null;
  if (words.length > 0) return high === 0 ? 0.5 : words.indexOf(String(cell)) / high;
  if (typeof cell !== "number") return null;
  if (high === low) return 0.5;
  if (isLog) return (Math.log(cell) - Math.log(low)) / (Math.log(high) - Math.log(low));
  return (cell - low) / (high - low);
}
