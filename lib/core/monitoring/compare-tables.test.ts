import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createRandom } from "@/lib/core/metrics/random";
import { type CompareOptions, compareTables } from "./compare-tables";
import type { Cell, Table } from "./table";
import type { Reference } from "./testing/reference";
import { tableCase } from "./testing/seeded-samples";

const file = new URL("./fixtures/reference.json.gz", import.meta.url);
const recordedTables = (JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as Reference).tables;

const OWN: CompareOptions = { asEvidently: false, correction: "benjamini-hochberg", share: 0.5 };
const EVIDENTLY: CompareOptions = { asEvidently: true, correction: "none", share: 0.5 };

function tableOf(rows: readonly Readonly<Record<string, Cell>>[]): Table {
  const names = Object.keys(rows[0] ?? {});
  return {
    rows: rows.length,
    columns: new Map(names.map((name) => [name, rows.map((row) => row[name] ?? null)])),
  };
}

const columnOf = (cells: readonly Cell[]): Table => ({
  rows: cells.length,
  columns: new Map([["x", cells]]),
});
const only = (reference: readonly Cell[], current: readonly Cell[], options = OWN) =>
  compareTables(columnOf(reference), columnOf(current), options);
const repeated = (count: number, draw: (index: number) => Cell) =>
  Array.from({ length: count }, (_, i) => draw(i));

describe("whole tables, as Evidently compares them", () => {
  it("give each column Evidently's test and value, and the same number of drifting columns", () => {
    for (const [index, recorded] of recordedTables.entries()) {
      const { reference, current } = tableCase(index);
      const found = compareTables(tableOf(reference), tableOf(current), EVIDENTLY);
      expect(found.drifted, `table ${index}`).toBe(recorded.drifted);
      expect(found.drifted / found.comparable).toBeCloseTo(recorded.share, 9);
      expect(found.columns.map(({ column }) => column).toSorted()).toEqual(
        Object.keys(recorded.columns).toSorted(),
      );
      for (const { column, value, test } of found.columns) {
        const [method, score] = recorded.columns[column]!;
        expect(METHODS[method], `${column} of table ${index}`).toBe(test);
        expect(value, `${column} of table ${index}`).toBeCloseTo(score!, 6);
      }
    }
  });
});

/** Evidently's names for people. */
const METHODS: Readonly<Record<string, string>> = {
  "K-S p_value": "ks",
  "chi-square p_value": "chisquare",
  "Z-test p_value": "z",
  "Wasserstein distance (normed)": "wasserstein",
  "Jensen-Shannon distance": "jensenshannon",
};

describe("the verdict on a whole table", () => {
  const bell = (random: () => number) => random() + random() + random() + random();
  const draw = (seed: number, count: number, shift: number) => {
    const random = createRandom(seed);
    return repeated(count, () => bell(random) + shift);
  };
  const of = (seed: number, rows: number, shifts: readonly number[]): Table => ({
    rows,
    columns: new Map(shifts.map((shift, index) => [`c${index}`, draw(seed + index, rows, shift)])),
  });

  it("is drift from half of the columns on, and not below", () => {
    const reference = of(500, 200, [0, 0, 0, 0]);
    expect(compareTables(reference, of(900, 200, [1, 1, 0, 0]), OWN)).toMatchObject({
      verdict: "drift",
      drifted: 2,
    });
    expect(compareTables(reference, of(900, 200, [1, 0, 0, 0]), OWN)).toMatchObject({
      verdict: "no drift",
      drifted: 1,
    });
    expect(compareTables(reference, of(900, 200, [1, 0, 0, 0]), { ...OWN, share: 0.25 }).verdict).toBe(
      "drift",
    );
  });

  it("is withheld where fewer than half of the columns can be judged", () => {
    const found = compareTables(of(1, 200, [0, 0]), of(9, 29, [3, 3]), OWN);
    expect(found).toMatchObject({ verdict: "too few rows", judged: 0, drifted: 0 });
    expect(found.columns.map(({ reason }) => reason)).toEqual(["too-few-rows", "too-few-rows"]);
  });

  it("leaves text, mixed, empty and missing columns out of the count", () => {
    const rows = (count: number, extra: Record<string, Cell>) =>
      tableOf(
        repeated(count, () => null).map((_, index) => ({ same: 5, text: `t${index}`, none: null, ...extra })),
      );
    const found = compareTables(rows(40, { a: 1, kind: "x" }), rows(40, { b: 1, kind: 3 }), OWN);
    expect(found).toMatchObject({ comparable: 1, judged: 1, verdict: "no drift" });
    expect(new Map(found.columns.map(({ column, reason }) => [column, reason]))).toEqual(
      new Map([
        ["same", null],
        ["text", "text"],
        ["none", "empty-in-both"],
        ["a", "only-in-reference"],
        ["kind", "mixed-kinds"],
        ["b", "only-in-current"],
      ]),
    );
  });
});

describe("a column", () => {
  it("that lost all its values gets no verdict and is counted", () => {
    const found = only(
      repeated(50, (i) => i),
      repeated(50, () => null),
    );
    expect(found.columns[0]).toMatchObject({
      reason: "empty-in-current",
      reference: { rows: 50, missing: 0 },
      current: { rows: 0, missing: 50 },
    });
    expect(found.verdict).toBe("too few rows");
  });

  it("of whole numbers that shrank to few values stays a column of numbers", () => {
    const reference = repeated(200, (i) => i);
    const current = repeated(200, (i) => i % 3);
    expect(only(reference, current).columns[0]).toMatchObject({
      kind: "number",
      test: "ks",
      verdict: "drift",
    });
    expect(only(reference, current, EVIDENTLY).columns[0]).toMatchObject({
      kind: "category",
      test: "chisquare",
    });
  });

  it("with one new value once does not drift, where Evidently says p = 0", () => {
    const reference = repeated(900, (i) => ["a", "b", "c"][i % 3]!);
    const current = [...repeated(300, (i) => ["a", "b", "c"][i % 3]!), "d"];
    expect(only(reference, current, EVIDENTLY).columns[0]).toMatchObject({ value: 0, verdict: "drift" });
    expect(only(reference, current).columns[0]).toMatchObject({
      test: "chisquare-both",
      verdict: "no drift",
    });
  });

  it("with a new value in a third of the rows drifts", () => {
    const reference = repeated(300, (i) => ["a", "b", "c"][i % 3]!);
    const current = repeated(300, (i) => ["a", "b", "d"][i % 3]!);
    expect(only(reference, current).columns[0]).toMatchObject({ verdict: "drift" });
  });

  it("of two values needs five of the rarer in both samples", () => {
    const flags = (count: number, yes: number) => repeated(count, (i) => i < yes);
    expect(only(flags(100, 0), flags(100, 4)).columns[0]).toMatchObject({ reason: "values-too-rare" });
    expect(only(flags(100, 0), flags(100, 40)).columns[0]).toMatchObject({ test: "z", verdict: "drift" });
  });

  it("of a large reference is not judged by a distance that chance alone reaches", () => {
    const random = createRandom(4);
    const numbers = (count: number, shift: number) =>
      repeated(count, () => random() + random() + random() + shift);
    const reference = numbers(2000, 0);
    const alike = numbers(60, 0);
    expect(only(reference, alike, EVIDENTLY).columns[0]).toMatchObject({
      test: "wasserstein",
      verdict: "drift",
    });
    expect(only(reference, alike).columns[0]).toMatchObject({ verdict: "none", reason: "within-chance" });
    expect(only(reference, numbers(60, 1)).columns[0]).toMatchObject({ verdict: "drift" });
  });

  it("of vectors is told apart by a classifier", () => {
    const random = createRandom(8);
    const vectors = (shift: number) => repeated(150, () => [random() + shift, random(), random() - shift]);
    const reference = vectors(0);
    expect(only(reference, vectors(0)).columns[0]).toMatchObject({
      test: "domain-classifier",
      verdict: "no drift",
    });
    expect(only(reference, vectors(0.5)).columns[0]).toMatchObject({ kind: "vector", verdict: "drift" });
    expect(only(reference, vectors(0.5), { ...OWN, vectorTest: "mmd" }).columns[0]).toMatchObject({
      test: "mmd",
      reason: "too-few-rows",
    });
  });

  it("of vectors of different lengths is not compared", () => {
    const mixed = repeated(40, (i) => (i === 7 ? [1, 2] : [1, 2, 3]));
    expect(only(mixed, mixed).columns[0]).toMatchObject({ reason: "mixed-kinds" });
  });
});

describe("of a hundred comparisons of samples that are alike", () => {
  const SIZES = [
    [60, 60],
    [100, 700],
    [1500, 150],
    [1500, 1200],
  ] as const;

  /** How many of a hundred seeded comparisons call at least one of the columns drifting. */
  function alarms(sizes: readonly [number, number], options: CompareOptions): number {
    return repeated(100, (run) => run).filter((run) => {
      const random = createRandom(31_000 + Number(run));
      const column = (count: number, draw: () => Cell) => repeated(count, draw);
      const rows = (count: number): Table => ({
        rows: count,
        columns: new Map([
          ["bell", column(count, () => random() + random() + random())],
          ["skewed", column(count, () => random() ** 3)],
          ["long", column(count, () => 1 / (0.02 + random()))],
          ["count", column(count, () => Math.floor(random() ** 2 * 14))],
          ["name", column(count, () => `c${Math.floor(random() ** 2 * 9)}`)],
          ["flag", column(count, () => random() < 0.3)],
        ]),
      });
      return compareTables(rows(sizes[0]), rows(sizes[1]), options).drifted > 0;
    }).length;
  }

  it.each(SIZES)("at most one in ten calls a column drifting, with %i and %i rows", (...sizes) => {
    // 5 of 100 are allowed on average; with these seeds the count is always the same
    expect(alarms(sizes, OWN)).toBeLessThanOrEqual(10);
  });

  it("Evidently's verdicts call far more of them drifting", () => {
    expect(alarms([60, 60], EVIDENTLY)).toBeGreaterThan(30);
    expect(alarms([1500, 150], EVIDENTLY)).toBeGreaterThan(30);
  });
});
