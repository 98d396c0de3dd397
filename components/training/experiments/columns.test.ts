import { describe, expect, it } from "vitest";
import { type Experiment, type MeasuredSet, parsePrice } from "@/lib/contracts/experiments";
import { axesOf, placeOn } from "./axes";
import { shownCell, shownHours } from "./cells";
import { columnsOf, filtered, sorted, varied } from "./columns";
import { experimentsCsv } from "./csv";

const test = (photosKey: string | null, map50: number, f1: number | null = null): MeasuredSet => ({
  set: "scenes",
  split: "test",
  photosKey,
  photos: 20,
  boxes: 177,
  map50,
  map50_95: null,
  f1,
  confidence: f1 === null ? null : 0.3,
});

function experiment(config: string, changes: Partial<Experiment> = {}): Experiment {
  return {
    runId: "6f1a0000-0000-4000-8000-000000000001",
    config,
    isTrial: false,
    state: "complete",
    values: { lr: 0.01 },
    epochs: 3,
    epochsDone: 3,
    device: "cpu",
    version: 1,
    baseModelId: "forage-n/4",
    runNote: "",
    modelId: null,
    verdict: null,
    measured: [],
    seconds: 1800,
    createdAt: "2026-11-30T14:00:00.000Z",
    isStarred: false,
    isArchived: false,
    note: "",
    ...changes,
  };
}

const all = { text: "", state: "all", isStarred: false, isArchived: false } as const;
const columnOf = (experiments: readonly Experiment[], id: string, price: string | undefined = undefined) => {
  const found = columnsOf(experiments, parsePrice(price)).find((column) => column.id.startsWith(id));
  if (!found) throw new RangeError(id);
  return found;
};

describe("the columns", () => {
  it("keep figures of other photos apart, though the set has the same name and as many photos", () => {
    const some = [
      experiment("a", { measured: [test("one", 0.8)] }),
      experiment("b", { measured: [test("two", 0.9)] }),
    ];
    const maps = columnsOf(some, null).flatMap(({ about, cellOf }) =>
      about.is === "measured" && about.of.figure === "map50" ? [[about.of.letter, some.map(cellOf)]] : [],
    );
    expect(maps).toEqual([
      ["A", [0.8, null]],
      ["B", [null, 0.9]],
    ]);
  });

  it("have F1 beside mAP, and one column for the same photos", () => {
    const some = [
      experiment("a", { measured: [test("one", 0.8, 0.7)] }),
      experiment("b", { measured: [test("one", 0.9)] }),
    ];
    const measured = columnsOf(some, null).filter(({ about }) => about.is === "measured");
    expect(measured.map(({ cellOf }) => some.map(cellOf))).toEqual([
      [0.8, 0.9],
      [0.7, null],
    ]);
  });

  it("say only of values that differ", () => {
    const some = [
      experiment("a", { values: { lr: 0.01, batch: 4 } }),
      experiment("b", { values: { lr: 0.01, batch: 8, mosaic: 1 } }),
    ];
    expect(varied(some)).toEqual(["batch", "mosaic"]);
  });

  it("take a config that says the default for the same as one that says nothing", () => {
    const some = [experiment("a", { values: { optimiser: "adamw" } }), experiment("b", { values: {} })];
    expect(varied(some)).toEqual([]);
    const other = [...some, experiment("c", { values: { optimiser: "sgd" } })];
    expect(other.map(columnOf(other, "value optimiser").cellOf)).toEqual(["adamw", "adamw", "sgd"]);
  });

  it("have a cost only where a price is set: half an hour at 0.50 EUR", () => {
    const one = experiment("a");
    expect(columnOf([one], "cost", "0.50 EUR").cellOf(one)).toBeCloseTo(0.25);
    expect(columnOf([one], "cost", "0.50 EUR").cellOf({ ...one, seconds: null })).toBeNull();
    expect(columnsOf([one], null).map(({ id }) => id)).not.toContain("cost");
  });
});

it.each(["0.75", "EUR", "0.75 euros", "-1 EUR", "", undefined])("%s is no price", (text) => {
  expect(parsePrice(text)).toBeNull();
});

describe("sorting", () => {
  it("goes by the configs' names, whatever their runs are called", () => {
    const of = (config: string, first: string) =>
      experiment(config, { runId: `${first}f1a0000-0000-4000-8000-000000000001` });
    const runs = [of("trial-10", "1"), of("bold", "9"), of("trial-2", "0")];
    const names = sorted(runs, columnsOf(runs, null), { column: "config", isDown: false });
    expect(names.map(({ config }) => config)).toEqual(["bold", "trial-2", "trial-10"]);
  });

  const some = [
    experiment("a", { measured: [test("one", 0.2)] }),
    experiment("b"),
    experiment("c", { measured: [test("one", 0.9)] }),
  ];
  const columns = columnsOf(some, null);
  const column = columnOf(some, "test scenes one map50").id;

  it.each([
    [true, "c a b"],
    [false, "a c b"],
  ])("has what is missing last, downwards (%s) too", (isDown, order) => {
    expect(
      sorted(some, columns, { column, isDown })
        .map(({ config }) => config)
        .join(" "),
    ).toBe(order);
  });

  it("puts trial-10 behind trial-9", () => {
    const trials = ["trial-10", "trial-9"].map((name) => experiment(name));
    expect(sorted(trials, columns, { column: "config", isDown: false })[0]?.config).toBe("trial-9");
  });
});

describe("filtering", () => {
  const some = [
    experiment("bold", { note: "Best so far", isStarred: true }),
    experiment("gentle", { state: "pruned" }),
    experiment("old", { isArchived: true, values: { optimiser: "sgd" } }),
  ];
  const names = (changes: object) => filtered(some, { ...all, ...changes }).map(({ config }) => config);

  it.each([
    [{}, ["bold", "gentle"]],
    [{ isArchived: true }, ["bold", "gentle", "old"]],
    [{ text: "best FAR" }, ["bold"]],
    [{ text: "sgd" }, []],
    [{ text: "sgd", isArchived: true }, ["old"]],
    [{ isStarred: true }, ["bold"]],
    [{ state: "pruned" }, ["gentle"]],
    [{ text: "version 1" }, ["bold", "gentle"]],
  ])("by %j", (changes, expected) => {
    expect(names(changes)).toEqual(expected);
  });
});

describe("a cell", () => {
  it("of what costs less than a hundredth is not 0.00", () => {
    const price = parsePrice("0.50 EUR");
    expect([0.0015, 0, 0.0151].map((cost) => shownCell(cost, "money", price))).toEqual([
      "< 0.01 EUR",
      "0.00 EUR",
      "0.02 EUR",
    ]);
  });

  it.each([
    [null, "points", "–"],
    [0, "points", "0.0"],
    [0.8021, "points", "80.2"],
    [0.00123456, "number", "0.001235"],
    [null, "hours", "–"],
  ] as const)("%s as %s is %s", (value, kind, text) => {
    expect(shownCell(value, kind, null)).toBe(text);
  });

  it.each([
    [0.0125, "0:45 min"],
    [59.6 / 3600, "1:00 min"],
    [1.5, "1:30 h"],
    [25, "25:00 h"],
  ])("%s hours are %s", (hours, text) => {
    expect(shownHours(hours)).toBe(text);
  });
});

describe("the CSV", () => {
  const some = [
    experiment("a", { note: '=1+1, "so"', measured: [test("one", 0.8)] }),
    experiment("b", { seconds: null }),
  ];
  const lines = experimentsCsv(
    some,
    columnsOf(some, null).map((column) => ({ column, title: column.id })),
  ).split("\r\n");
  const cells = (line: string | undefined) => (line ?? "").split(",");
  const at = cells(lines[0]).indexOf("test scenes one map50");

  it("has an empty cell for what is missing, never 0", () => {
    expect([cells(lines[1])[at], cells(lines[2])[at]]).toEqual(["0.8", ""]);
    expect(cells(lines[2])[cells(lines[0]).indexOf("hours (hours)")]).toBe("");
  });

  it("has the default of a value that a config does not say, as the table has", () => {
    const two = [experiment("a", { values: {} }), experiment("b", { values: { optimiser: "sgd" } })];
    const [head, ...rows] = experimentsCsv(two, []).split("\r\n").map(cells);
    const place = (head ?? []).indexOf("optimiser");
    expect(rows.slice(0, 2).map((row) => row[place])).toEqual(["adamw", "sgd"]);
  });

  it("holds no formula, and quotes are kept", () => {
    expect(lines[1]).toContain(`"'=1+1, ""so"""`);
  });
});

describe("parallel coordinates", () => {
  const some = [0.0001, 0.01, 0.1].map((lr, i) =>
    experiment(`t${i}`, {
      values: { lr, optimiser: i === 0 ? "sgd" : "adamw", batch: 4 },
      measured: i < 2 ? [test("one", 0.2 + 0.5 * i)] : [],
    }),
  );
  const axes = axesOf(columnsOf(some, null), some);

  it("have an axis for each value that differs, and the figure last", () => {
    expect(axes.map(({ column }) => column.id)).toEqual([
      "value lr",
      "value optimiser",
      "test scenes one map50",
    ]);
  });

  it("place numbers over several powers of ten by their logarithm: 0.01 between 0.0001 and 0.1", () => {
    const [lr] = axes;
    expect(lr && placeOn(lr, 0.01)).toBeCloseTo(2 / 3);
  });

  it("have no place for what is missing", () => {
    const figure = axes.at(-1);
    expect(figure && placeOn(figure, figure.column.cellOf(some[2] as Experiment))).toBeNull();
  });
});
