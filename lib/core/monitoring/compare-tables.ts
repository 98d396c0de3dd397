import { isByChance } from "./choose-test";
import {
  type ColumnOptions,
  type ColumnTest,
  compareColumn,
  isDrifting,
  type NoVerdict,
} from "./compare-column";
import { type Correction, correctMany } from "./correct-many";
import { type Cell, presentCells, type Table } from "./table";

export interface CompareOptions extends ColumnOptions {
  readonly correction: Correction;
  /** The share of columns from which the whole is called drifting. */
  readonly share: number;
}

/** How many rows of one sample a column has, and how many lack it. */
export interface ColumnRows {
  readonly rows: number;
  readonly missing: number;
}

export interface ColumnFinding extends Omit<ColumnTest, "chance"> {
  readonly column: string;
  readonly reference: ColumnRows;
  readonly current: ColumnRows;
  /** The p-value after the correction for the number of columns; null for distances. */
  readonly corrected: number | null;
  /** What the distance reaches by chance in one of twenty comparisons of such tables; null for p-values. */
  readonly chance: number | null;
  readonly verdict: "drift" | "no drift" | "none";
}

export interface TableFinding {
  readonly columns: readonly ColumnFinding[];
  /** Columns that could be compared if there were rows enough. */
  readonly comparable: number;
  readonly judged: number;
  readonly drifted: number;
  readonly verdict: "drift" | "no drift" | "too few rows";
}

/** Reasons that more rows would not change: such a column does not count. */
const NEVER_COMPARED: ReadonlySet<NoVerdict> = new Set([
  "only-in-reference",
  "only-in-current",
  "empty-in-both",
  "text",
  "mixed-kinds",
]);

const rowsOf = (cells: readonly Cell[], rows: number): ColumnRows => {
  const present = presentCells(cells).length;
  return { rows: present, missing: rows - present };
};

function testColumn(name: string, reference: Table, current: Table, options: CompareOptions): ColumnTest {
  const first = reference.columns.get(name);
  const second = current.columns.get(name);
  if (first && second) return compareColumn(first, second, options);
  const reason: NoVerdict = first ? "only-in-reference" : "only-in-current";
  return { kind: "empty", test: null, value: null, threshold: null, chance: null, reason };
}

/** A test with what is known only when all columns are tested: the corrected p-value, and the chance level for so many distances. */
type Weighed = Omit<ColumnTest, "chance"> & Pick<ColumnFinding, "corrected" | "chance">;

function judge(test: Weighed, asEvidently: boolean): Pick<ColumnFinding, "verdict" | "reason"> {
  if (test.reason || test.test === null || test.value === null || test.threshold === null)
    return { verdict: "none", reason: test.reason ?? "nothing-to-compare" };
  const drifts = isDrifting(test.test, test.corrected ?? test.value, test.threshold);
  const isByChanceAlone = test.chance !== null && !asEvidently && test.value <= test.chance;
  if (isByChanceAlone && test.chance !== null && (drifts || test.chance >= test.threshold))
    return { verdict: "none", reason: "within-chance" };
  return { verdict: drifts ? "drift" : "no drift", reason: null };
}

/** One in twenty whole comparisons may be wrong by chance, so each distance may be in its part of it. */
const ONE_IN_TWENTY = 0.05;

/** The p-values corrected for their number, and what chance makes of so many distances; in the order given. */
function weigh(tests: readonly ColumnTest[], options: CompareOptions): readonly Weighed[] {
  const isP = ({ test, value, reason }: ColumnTest) =>
    test !== null && isByChance(test) && value !== null && reason === null;
  const raised = correctMany(
    tests.filter(isP).map(({ value }) => value ?? 1),
    options.asEvidently ? "none" : options.correction,
  );
  const distances = tests.filter(({ chance }) => chance !== null).length;
  let place = 0;
  return tests.map((test) => ({
    ...test,
    corrected: isP(test) ? raised[place++]! : null,
    chance: test.chance?.(ONE_IN_TWENTY / distances) ?? null,
  }));
}

/**
 * Compares two tables column by column, in the order of the reference's columns.
 * The whole drifts where the given share of the comparable columns drifts. Where fewer than half of them have a verdict, it gets none.
 */
export function compareTables(reference: Table, current: Table, options: CompareOptions): TableFinding {
  const names = [...new Set([...reference.columns.keys(), ...current.columns.keys()])];
  const tests = names.map((name) => testColumn(name, reference, current, options));
  const columns = weigh(tests, options).map((test, index): ColumnFinding => {
    const column = names[index]!;
    return {
      column,
      ...test,
      ...judge(test, options.asEvidently),
      reference: rowsOf(reference.columns.get(column) ?? [], reference.rows),
      current: rowsOf(current.columns.get(column) ?? [], current.rows),
    };
  });
  const comparable = columns.filter(({ reason }) => reason === null || !NEVER_COMPARED.has(reason)).length;
  const judged = columns.filter(({ verdict }) => verdict !== "none").length;
  const drifted = columns.filter(({ verdict }) => verdict === "drift").length;
  const isDrift = drifted > 0 && drifted / comparable >= options.share;
  const isEnough = judged > 0 && judged * 2 >= comparable;
  const verdict = isDrift ? "drift" : isEnough ? "no drift" : "too few rows";
  return { columns, comparable, judged, drifted, verdict };
}
