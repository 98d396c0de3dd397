import { describe, expect, it } from "vitest";
import { startTrainingSchema, type TrainingRun, trainingOutcomeSchema } from "@/lib/contracts/training";
import { estimate, type Place, paceOf, waitingRuns } from "./estimate";

const values = { photosPerEpoch: 10, imagePx: 128 };
const asked = (changes: object = {}) =>
  startTrainingSchema.parse({ version: 1, configs: [{ name: "a", values }], epochs: 3, ...changes });

let made = 0;
function run(state: "done" | "running" | "queued", changes: Partial<TrainingRun> = {}): TrainingRun {
  made++;
  const time = `2026-11-30T10:00:${String(made).padStart(2, "0")}.000Z`;
  return {
    id: `00000000-0000-4000-8000-${String(made).padStart(12, "0")}`,
    job: {
      id: `00000000-0000-4000-8000-${String(made).padStart(12, "0")}`,
      kind: "train",
      state,
      params: {},
      progress: null,
      secondsLeft: null,
      result: null,
      error: null,
      createdAt: time,
      startedAt: null,
      endedAt: null,
      updatedAt: time,
    } as TrainingRun["job"],
    version: 1,
    datasetVersionId: "00000000-0000-4000-8000-000000000000",
    baseModelId: "forage-n/4",
    request: asked(),
    steps: [],
    curves: {},
    outcome: trainingOutcomeSchema.parse({}),
    failure: null,
    modelId: null,
    createdAt: time,
    updatedAt: time,
    endedAt: null,
    ...changes,
  };
}

const point = (epoch: number, seconds: number) => ({ epoch, seconds, loss: {}, map50: null, lr: 0.01 });
/** 2 epochs of 10 photos in 40 s: 2 s a photo. */
const trained = () => run("done", { curves: { a: [point(1, 15), point(2, 25)] } });
const place = (runs: readonly TrainingRun[], room = 1): Place => ({
  runs,
  roomOf: () => room,
  sideBySide: ({ configs }) => Math.min(room, configs.length),
});

describe("the pace", () => {
  it("is that of what was trained in the same way on the same device", () => {
    expect(paceOf([trained(), trained()], "cpu", values)).toEqual({ secondsPerPhoto: 2, of: 2 });
  });

  it.each([
    ["0", values],
    ["cpu", { ...values, imagePx: 320 }],
    ["cpu", { ...values, trainer: "fcos" }],
  ])("is unknown for %s with %j, which nobody trained", (device, other) => {
    expect(paceOf([trained()], device, other)).toBeNull();
  });
});

describe("the estimate", () => {
  it("is photos times epochs times the pace: 3 × 10 × 2 s", () => {
    expect(estimate(place([trained()]), asked(), 10)).toEqual({
      seconds: 60,
      of: 1,
      ahead: 0,
      startsInSeconds: 0,
    });
  });

  it("is unknown, not 0, when nothing like it was trained", () => {
    expect(estimate(place([]), asked(), 10)).toMatchObject({ seconds: null, of: 0 });
  });

  it("is unknown when one of two configs is", () => {
    const configs = [
      { name: "a", values },
      { name: "b", values: { ...values, imagePx: 320 } },
    ];
    expect(estimate(place([trained()]), asked({ configs }), 10).seconds).toBeNull();
  });

  it.each([
    [{ budget: { runs: 8 } }, 480],
    [{ budget: { hours: 0.05 } }, 180],
    [{ budget: { runs: 2, hours: 5 } }, 120],
    [{ method: "grid", parameters: { seed: { values: [1, 2, 3] } }, budget: {} }, 180],
    [{ parameters: { imagePx: { values: [64, 128] } }, budget: { runs: 8 } }, null],
  ])("of a sweep %j is all its trials, or its hours", (sweep, seconds) => {
    const whole = { parameters: { lr: { from: 0.001, to: 0.01 } }, ...sweep };
    expect(estimate(place([trained()]), asked({ sweep: whole }), 10).seconds).toBe(seconds);
  });
});

describe("a run that waits", () => {
  it("begins after those before it: 25 s left of one, 60 s of the next", () => {
    const working = run("running");
    const runs = [
      trained(),
      { ...working, job: working.job && { ...working.job, secondsLeft: 25 } },
      run("queued"),
      run("queued"),
    ];
    expect(
      waitingRuns(place(runs)).map(({ ahead, startsInSeconds, seconds }) => [
        ahead,
        startsInSeconds,
        seconds,
      ]),
    ).toEqual([
      [1, 25, 60],
      [2, 85, 60],
    ]);
  });

  it("begins nobody knows when, behind one of which nobody knows how long it takes", () => {
    const [first] = waitingRuns(place([run("running"), run("queued")]));
    expect(first).toMatchObject({ startsInSeconds: null, seconds: null });
  });

  it("has two lanes where there is room for two", () => {
    expect(estimate(place([trained(), run("running")], 4), asked(), 10)).toMatchObject({
      ahead: 0,
      startsInSeconds: 0,
    });
  });
});
