import { describe, expect, it } from "vitest";
import type { TrainingEvent } from "@/lib/contracts/training";
import { foldEvents, trainedShare } from "./fold-events";

const at = (second: number) => `2026-11-22T10:00:${String(second).padStart(2, "0")}.000Z`;
const step = (name: "start" | "train", state: "running" | "done" | "failed", second: number, task = "") =>
  ({
    type: "step",
    at: at(second),
    step: name,
    task,
    state,
    reason: "The disk is full.",
  }) satisfies TrainingEvent;
const epoch = (config: string, number: number, map50: number | null = null) =>
  ({
    type: "epoch",
    at: at(number),
    config,
    epoch: number,
    epochs: 4,
    loss: { box: 1 / number },
    map50,
    lr: 1e-4,
    seconds: 2,
    photos: 16,
  }) satisfies TrainingEvent;
const stateOf = (events: readonly TrainingEvent[], name: string, configs = 1) =>
  foldEvents(events, configs).steps.find((one) => one.step === name);

describe("foldEvents", () => {
  it("has every step waiting before anything was told", () => {
    expect(new Set(foldEvents([], 1).steps.map(({ state }) => state))).toEqual(new Set(["waiting"]));
  });

  it("ends the training when the last config has", () => {
    const first = [
      step("train", "running", 1, "a"),
      step("train", "running", 1, "b"),
      step("train", "done", 5, "a"),
    ];
    expect(stateOf(first, "train", 2)).toMatchObject({ state: "running", endedAt: null });
    expect(stateOf([...first, step("train", "done", 9, "b")], "train", 2)).toEqual({
      step: "train",
      state: "done",
      startedAt: at(1),
      endedAt: at(9),
    });
  });

  it("keeps a failure with its reason, until the next attempt", () => {
    const failed = [step("start", "running", 1), step("start", "failed", 2)];
    expect(foldEvents(failed, 1).failure).toEqual({ step: "start", reason: "The disk is full." });
    const resumed: TrainingEvent[] = [...failed, { type: "attempt", at: at(3), number: 2 }];
    expect(foldEvents(resumed, 1).failure).toBeNull();
    expect(stateOf(resumed, "start")?.state).toBe("waiting");
  });

  it("has no failure any more when the step is tried again", () => {
    const failed = [step("start", "running", 1), step("start", "failed", 2), step("start", "running", 3)];
    expect(foldEvents(failed, 1).failure).toBeNull();
  });

  it("leaves what is done done when the run is taken up again", () => {
    const events: TrainingEvent[] = [step("start", "done", 2), { type: "attempt", at: at(3), number: 2 }];
    expect(stateOf(events, "start")?.state).toBe("done");
  });

  it("has one point an epoch, also when a kill made it be told twice", () => {
    const { curves } = foldEvents([epoch("a", 1), epoch("a", 2), epoch("a", 2, 0.5), epoch("a", 3)], 1);
    expect(curves.a?.map((point) => [point.epoch, point.map50])).toEqual([
      [1, null],
      [2, 0.5],
      [3, null],
    ]);
  });

  it("knows how much of all configs is trained", () => {
    // a: 2 of 4 epochs; b: the half of its first of 4: (0.5 + 0.125) / 2
    const half = { type: "batch", at: at(5), config: "b", epoch: 1, epochs: 4, done: 5, total: 10 } as const;
    expect(trainedShare(foldEvents([epoch("a", 2), half], 2), 2)).toBeCloseTo(0.3125);
  });
});

describe("foldEvents of a sweep", () => {
  const sweep = { type: "sweep", at: at(1), workers: 2, runs: 4, hours: null } satisfies TrainingEvent;
  const trial = (number: number, state: "running" | "complete" | "pruned" | "failed", second: number) =>
    ({
      type: "trial",
      at: at(second),
      config: `trial-00${number}`,
      number,
      state,
      values: { lr: 0.01 },
      ...(state === "complete" ? { map50: 0.5 } : {}),
      ...(state === "pruned" ? { epoch: 2 } : {}),
    }) satisfies TrainingEvent;

  it("has each trial once, also one that a kill made begin again", () => {
    const { outcome } = foldEvents(
      [
        sweep,
        trial(2, "running", 2),
        trial(1, "running", 2),
        trial(1, "running", 5),
        trial(1, "complete", 9),
      ],
      1,
    );
    expect(outcome.trials.map(({ number, state, map50 }) => [number, state, map50])).toEqual([
      [1, "complete", 0.5],
      [2, "running", null],
    ]);
    expect(outcome.trials[0]).toMatchObject({ startedAt: at(2), endedAt: at(9) });
  });

  it("gives no figure to a trial that ended early", () => {
    const [ended] = foldEvents([sweep, trial(1, "running", 2), trial(1, "pruned", 4)], 1).outcome.trials;
    expect(ended).toMatchObject({ state: "pruned", map50: null, prunedAfter: 2 });
  });

  it("ends the training when the last worker has, not the first", () => {
    const one = [sweep, step("train", "running", 1, "worker-1"), step("train", "done", 5, "worker-1")];
    expect(stateOf(one, "train")?.state).toBe("running");
    expect(stateOf([...one, step("train", "done", 6, "worker-2")], "train")?.state).toBe("done");
  });

  it("is as far as its budget is used up: 1 of 4 ended, 1 half trained", () => {
    const state = foldEvents(
      [sweep, trial(1, "pruned", 3), trial(2, "running", 4), epoch("trial-002", 2)],
      1,
    );
    expect(trainedShare(state, 1)).toBeCloseTo(1.5 / 4);
  });

  it("of hours, as much as was trained", () => {
    const hours = { ...sweep, runs: null, hours: 4 / 3600 };
    // an epoch took 2 s of 4 s
    expect(trainedShare(foldEvents([hours, epoch("trial-001", 1)], 1), 1)).toBeCloseTo(0.5);
  });
});
