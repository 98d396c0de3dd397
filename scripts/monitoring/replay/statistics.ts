import type { DriftTest } from "@/lib/core/monitoring/choose-test";
import { compareColumn, isDrifting } from "@/lib/core/monitoring/compare-column";
import { compareTables } from "@/lib/core/monitoring/compare-tables";
import type { Cell, Table } from "@/lib/core/monitoring/table";
import { CLASS_COLUMN } from "@/server/monitoring/drift/sample-table";

/** What every test says of one day, by its name; higher for more drift. */
export type DayFigures = Readonly<Record<string, number>>;

const isClass = (name: string) => name.startsWith(CLASS_COLUMN);
const isNumber = (name: string) => !isClass(name) && name !== "sketch";
const isSketch = (name: string) => name === "sketch";
const isP = (test: DriftTest) => isDrifting(test, 0, 0.05);

type Options = Parameters<typeof compareColumn>[2];

interface OneTest {
  readonly name: string;
  readonly of: (column: string) => boolean;
  readonly options: Options;
}

const TESTS: readonly OneTest[] = [
  ...(["ks", "wasserstein", "jensenshannon", "psi"] as const).map((numberTest) => ({
    name: `numbers, ${numberTest}`,
    of: isNumber,
    options: { numberTest, asEvidently: true },
  })),
  { name: "classes, chisquare-both", of: isClass, options: { asEvidently: false } },
  ...(["chisquare", "jensenshannon", "psi"] as const).map((categoryTest) => ({
    name: `classes, ${categoryTest}`,
    of: isClass,
    options: { categoryTest, asEvidently: true },
  })),
  ...(["domain-classifier", "mmd"] as const).map((vectorTest) => ({
    name: `sketch, ${vectorTest}`,
    of: isSketch,
    options: { vectorTest, asEvidently: true },
  })),
];

/** The worst of a test's columns. */
function worst({ of, options }: OneTest, before: Table, now: Table): number {
  let most = 0;
  for (const [name, cells] of before.columns) {
    if (!of(name)) continue;
    const { test, value } = compareColumn(cells, now.columns.get(name) as readonly Cell[], options);
    if (test === null || value === null) continue;
    most = Math.max(most, isP(test) ? -Math.log10(Math.max(value, 1e-300)) : value);
  }
  return most;
}

const VERDICTS = { Forage: false, Evidently: true } as const;
export const ANY = "any feature, at its own thresholds";
export const WHOLE = "half of the features, at its own thresholds";
const HOW_MANY = "number of drifting features";

/** Alarms at the thresholds that the verdict has by itself: nothing is learned for them. */
export const atOwnThreshold = (name: string): boolean => name.endsWith(ANY) || name.endsWith(WHOLE);

/** Everything that is said of a day, each comparison made once. */
export function figuresOfDay(before: Table, now: Table): DayFigures {
  const figures: Record<string, number> = {};
  for (const test of TESTS) figures[test.name] = worst(test, before, now);
  for (const [whose, asEvidently] of Object.entries(VERDICTS)) {
    const { verdict, drifted } = compareTables(before, now, {
      asEvidently,
      correction: "benjamini-hochberg",
      share: 0.5,
    });
    figures[`${whose}, ${HOW_MANY}`] = drifted;
    figures[`${whose}, ${ANY}`] = drifted;
    figures[`${whose}, ${WHOLE}`] = Number(verdict === "drift");
  }
  return figures;
}
