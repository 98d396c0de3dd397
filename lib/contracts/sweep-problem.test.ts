import { describe, expect, it } from "vitest";
import { type AskedSweep, combinationsOf, expandedSweep, sweepSchema } from "./sweep";
import { measuredValues, measuringProblem, sweepProblem } from "./sweep-problem";

const sweep = (changes: Partial<AskedSweep>) =>
  sweepSchema.parse({ parameters: { lr: { from: 0.001, to: 0.01 } }, budget: { runs: 8 }, ...changes });
const codeOf = (changes: Partial<AskedSweep>) => sweepProblem(sweep(changes))?.code ?? null;

describe("a sweep can begin", () => {
  it.each<[string, Partial<AskedSweep>]>([
    ["over a range", {}],
    ["over a log range", { parameters: { lr: { from: 1e-5, to: 0.1, scale: "log" } } }],
    ["over words", { parameters: { optimiser: { values: ["adamw", "sgd"] } } }],
    ["over whole numbers", { parameters: { batch: { from: 4, to: 16 } } }],
    ["over edges of 32 px", { parameters: { imagePx: { from: 128, to: 320, step: 32 } } }],
    ["with hours alone", { budget: { hours: 0.5 } }],
    ["of a grid without a budget", { method: "grid", parameters: { seed: { values: [1, 2] } }, budget: {} }],
    [
      "of a grid that its budget fits",
      { method: "grid", parameters: { seed: { values: [1, 2] } }, budget: { runs: 2 } },
    ],
  ])("%s", (_, changes) => {
    expect(codeOf(changes)).toBeNull();
  });
});

describe("a sweep is refused, with its own sentence,", () => {
  it.each<[string, Partial<AskedSweep>]>([
    ["sweep/no-parameters", { parameters: {} }],
    ["sweep/unknown-parameter", { parameters: { learningRate: { values: [1] } } }],
    ["sweep/fixed-parameter", { parameters: { validationPhotos: { values: [10, 20] } } }],
    ["sweep/no-values", { parameters: { lr: { values: [] } } }],
    ["sweep/bad-value", { parameters: { lr: { values: [0.01, 5] } } }],
    ["sweep/bad-value", { parameters: { lr: { values: ["fast"] } } }],
    ["sweep/bad-value", { parameters: { optimiser: { values: ["adam", "lion"] } } }],
    ["sweep/bad-value", { parameters: { batch: { from: 1, to: 1_000 } } }],
    ["sweep/bad-value", { parameters: { batch: { from: 1.5, to: 4 } } }],
    ["sweep/bad-value", { parameters: { batch: { from: 1, to: 4, step: 0.5 } } }],
    ["sweep/bad-value", { parameters: { imagePx: { from: 64, to: 320, step: 20 } } }],
    ["sweep/empty-range", { parameters: { lr: { from: 0.01, to: 0.01 } } }],
    ["sweep/empty-range", { parameters: { lr: { from: 0.02, to: 0.01 } } }],
    ["sweep/empty-range", { parameters: { lr: { from: 0.01, to: 0.02, step: 0.05 } } }],
    ["sweep/empty-range", { parameters: { lr: { from: 0.01, to: 0.02, step: -1 } } }],
    ["sweep/bad-log", { parameters: { mosaic: { from: 0, to: 1, scale: "log" } } }],
    ["sweep/bad-log", { parameters: { mosaic: { from: 0.1, to: 1, step: 0.1, scale: "log" } } }],
    ["sweep/needs-step", { parameters: { imagePx: { from: 64, to: 320 } } }],
    ["sweep/needs-step", { method: "grid" }],
    ["sweep/no-budget", { budget: { runs: 0 } }],
    ["sweep/no-budget", { budget: { hours: 0 } }],
    ["sweep/no-budget", { budget: { hours: -1, runs: 8 } }],
    ["sweep/no-budget", { budget: {} }],
    ["sweep/budget-too-large", { budget: { runs: 10_000 } }],
    [
      "sweep/grid-not-whole",
      { method: "grid", parameters: { seed: { values: [1, 2, 3] } }, budget: { runs: 2 } },
    ],
  ])("%s: %j", (code, changes) => {
    expect(codeOf(changes)).toBe(code);
  });

  it("when it is a grid of ten thousand", () => {
    const ten = { values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] };
    const parameters = { seed: ten, batch: ten, frozenLayers: ten, warmupEpochs: ten };
    expect(sweepProblem(sweep({ method: "grid", parameters, budget: {} }))).toEqual({
      code: "sweep/grid-too-large",
      facts: { count: 10_000, limit: 500 },
    });
  });

  it("when there is nothing to measure trials on", () => {
    expect([measuringProblem(0)?.code, measuringProblem(1)]).toEqual(["sweep/no-validation", null]);
  });
});

describe("the combinations of a sweep", () => {
  it("are counted where they end: 3 steps from 0.1 to 0.3, times 2", () => {
    const parameters = {
      mosaic: { from: 0.1, to: 0.3, step: 0.1 },
      optimiser: { values: ["adamw", "sgd", "sgd"] },
    };
    expect(combinationsOf(sweep({ parameters }))).toBe(6);
    expect(combinationsOf(sweep({}))).toBeNull();
  });

  it("of a grid go into the request as lists, as they are written", () => {
    const parameters = { mosaic: { from: 0.1, to: 0.35, step: 0.1 } };
    expect(expandedSweep(sweep({ method: "grid", parameters })).parameters).toEqual({
      mosaic: { values: [0.1, 0.2, 0.3] },
    });
    expect(expandedSweep(sweep({ parameters })).parameters).toMatchObject(parameters);
  });
});

it("a trial that may end early is measured after each epoch", () => {
  expect(measuredValues({}, sweep({})).validationPhotos).toBe(120);
  expect(measuredValues({ validationPhotos: 30 }, sweep({})).validationPhotos).toBe(30);
  expect(measuredValues({}, sweep({ pruning: null })).validationPhotos).toBeUndefined();
});
