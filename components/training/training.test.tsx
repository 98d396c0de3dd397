import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import messages from "@/lib/client/messages/en.json";
import {
  TRAINING_STEPS,
  type TrainingRun,
  trainingOutcomeSchema,
  type WorstPhoto,
} from "@/lib/contracts/training";
import { ConfusionMatrix } from "./confusion-matrix";
import { lossParts } from "./curve-charts";
import { RunResult } from "./run-result";
import { StepTimeline } from "./step-timeline";
import { topConfusions } from "./top-confusions";
import { TrialTable } from "./trial-table";
import { WorstPhotos } from "./worst-photos";

function render(node: ReactNode): string {
  return renderToStaticMarkup(
    <NextIntlClientProvider
      locale="en"
      messages={messages}
      timeZone="UTC"
      onError={(error) => {
        throw error;
      }}
    >
      {node}
    </NextIntlClientProvider>,
  );
}
const textOf = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
const nameOf = (id: number) => ["Banana", "Bulgur"][id] ?? String(id);

describe("the timeline", () => {
  it("names every step with its state and how long it took", () => {
    const at = (second: number) => `2026-11-22T10:00:${second}.000Z`;
    const steps = TRAINING_STEPS.map((step) => ({
      step,
      state: "waiting" as const,
      startedAt: null,
      endedAt: null,
    }));
    const done = { step: "start" as const, state: "done" as const, startedAt: at(10), endedAt: at(22) };
    const text = textOf(render(<StepTimeline steps={[done, ...steps.slice(1)]} />));
    expect(text).toContain("Check what is needed done · 12 s");
    expect(text.split("waits")).toHaveLength(TRAINING_STEPS.length); // nine of ten
    const begun = [{ ...done, state: "running" as const, endedAt: null }];
    expect(textOf(render(<StepTimeline steps={begun} job="running" />))).toContain("running");
    expect(textOf(render(<StepTimeline steps={begun} job="cancelled" />))).toContain("stopped");
    expect(textOf(render(<StepTimeline steps={begun} job="failed" />))).toContain("failed");
  });
});

describe("the trials of a sweep", () => {
  const trial = (number: number, state: string) => {
    const ended = state === "running" ? null : "2026-11-22T10:01:00.000Z";
    return {
      ...{
        config: `trial-00${number}`,
        number,
        state,
        values: { lr: 0.001 },
        map50: null,
        prunedAfter: null,
      },
      ...{ reason: null, startedAt: "2026-11-22T10:00:00.000Z", endedAt: ended },
    };
  };
  const outcome = trainingOutcomeSchema.parse({ trials: [trial(1, "complete"), trial(2, "running")] });

  it.each([
    ["running", "running"],
    ["cancelling", "running"],
    ["cancelled", "stopped"],
    ["failed", "stopped"],
    ["queued", "stopped"],
  ] as const)("of a run that is %s: the one that had not ended is %s", (state, shown) => {
    const run = { outcome, job: { state } } as TrainingRun;
    const text = textOf(render(<TrialTable run={run} />));
    expect(text).toContain("trial-001 whole");
    expect(text).toContain(`trial-002 ${shown}`);
  });
});

describe("the curves of one config", () => {
  it("are of the parts that its trainer told of", () => {
    const point = { epoch: 1, seconds: 1, map50: null, lr: 0.1 };
    const told = [{ ...point, loss: { box: 1, cls: 2, centre: 0.5 } }];
    expect(lossParts(told)).toEqual(["box", "cls", "centre"]);
  });
});

describe("the confusion matrix", () => {
  // rows: Banana, Bulgur, nothing
  const counts = [
    [5, 2, 1],
    [0, 3, 0],
    [4, 0, 0],
  ];

  it("says the most frequent mistakes in words, the largest first", () => {
    expect(topConfusions(counts, 2)).toEqual([
      { row: 2, column: 0, count: 4 },
      { row: 0, column: 1, count: 2 },
    ]);
    const text = textOf(render(<ConfusionMatrix confusion={{ classIds: [0, 1], counts }} nameOf={nameOf} />));
    expect(text).toContain("Banana where nothing is: 4");
    expect(text).toContain("Banana taken for Bulgur: 2 of 8");
    expect(text).toContain("Banana missed: 1 of 8");
  });
});

describe("the worst photos", () => {
  it("draws missed boxes dashed and wrong ones crossed out", () => {
    const box = { classId: 0, trueClassId: null, score: null, x1: 0, y1: 0, x2: 9, y2: 9 };
    const photo: WorstPhoto = {
      set: "squares",
      photo: `${"a".repeat(64)}.jpg`,
      sha256: "a".repeat(64),
      width: 20,
      height: 20,
      missed: 1,
      falseAlarms: 0,
      confused: 1,
      boxes: [
        { ...box, kind: "missed" },
        { ...box, kind: "confused", trueClassId: 1, score: 0.7 },
      ],
    };
    const html = render(<WorstPhotos runId="r" photos={[photo]} isValidation={false} nameOf={nameOf} />);
    expect(html.split("stroke-dasharray")).toHaveLength(2);
    expect(html.split("<path")).toHaveLength(2);
    expect(html).toContain(`/api/v1/training/runs/r/photos/squares/${"a".repeat(64)}.jpg`);
    expect(textOf(html)).toContain("Bulgur taken for Banana");
    expect(textOf(html)).toContain("1 missed · 1 confused");
  });
});

describe("the result", () => {
  it("shows what was kept, the figures, and where the model is", () => {
    const figures = { set: "squares", split: "test", photos: 40, boxes: 51, map50: 0.614, map50_95: 0.4 };
    const outcome = trainingOutcomeSchema.parse({
      results: [{ config: "gentle", map50: 0.5, share: 0.75, tried: [{ share: 0.75, map50: 0.5 }] }],
      chosen: "gentle",
      sets: [figures],
      verdict: "passed",
    });
    const run = { outcome, modelId: "forage-n/3" } as TrainingRun;
    const html = render(<RunResult run={run} />);
    expect(textOf(html)).toContain("75% new weights, 25% weights of the starting model");
    expect(textOf(html)).toContain("squares 40 photos, 51 boxes 61.4 40.0");
    expect(html).toContain('href="/studio/models/forage-n/3"');
  });
});
