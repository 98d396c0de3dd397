import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { canonicalManifest } from "@/lib/contracts/dataset-manifest";
import { isOpenJob } from "@/lib/contracts/jobs";
import { TRAINING_STEPS, type TrainingRun } from "@/lib/contracts/training";
import { photosPerEpochOf } from "@/lib/contracts/training-values";
import { getDatabase } from "@/server/db/client";
import { datasetVersions } from "@/server/db/schema/datasets";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { cancelJob, resumeJob } from "@/server/jobs/service";
import { workUntil } from "@/server/jobs/work-loop";
import { sha256Of } from "@/server/media/service";
import { getFileStore } from "@/server/storage/service";
import { trainingEnvironment } from "./python";
import { runFolder } from "./run-folder";
import { getRun, listRuns, startTraining } from "./service";
import { trainJob } from "./train-job";

/**
 * A double of Python: reports events as `forage_training.flow.supervise` does, one step at a time, and continues after the last
 * one it reported. It ends when its stdin does, fails at the step the run's note names, and is busy when asked to be.
 */
const STAND_IN = `#!${process.execPath}
const fs = require("node:fs");
const folder = process.argv.at(-1);
const file = folder + "/events.jsonl";
const { note } = JSON.parse(fs.readFileSync(folder + "/request.json", "utf8"));
const known = fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\\n").filter(Boolean).map((l) => JSON.parse(l)) : [];
const tell = (event) => fs.appendFileSync(file, JSON.stringify({ at: new Date().toISOString(), ...event }) + "\\n");
const attempts = known.filter((e) => e.type === "attempt").length;
tell({ type: "attempt", number: attempts + 1 });
if (note === "busy") process.exit(76);
process.stdin.on("end", () => process.exit(75)).resume();
const steps = ${JSON.stringify(TRAINING_STEPS)};
const done = known.filter((e) => e.type === "step" && e.state === "done").length;
const next = (i) => {
  if (i === steps.length) process.exit(0);
  const step = steps[i];
  tell({ type: "step", step, task: "", state: "running" });
  setTimeout(() => {
    if (note === "fail " + step && attempts === 0) {
      tell({ type: "step", step, task: "", state: "failed", reason: "The disk is full. Free some space and resume." });
      process.exit(1);
    }
    if (note === "die at " + step && attempts === 0) process.kill(process.pid, "SIGKILL");
    if (step === "gate") tell({ type: "verdict", verdict: "rejected" });
    if (step === "register") tell({ type: "registered", model: "forage-n/9" });
    tell({ type: "step", step, task: "", state: "done" });
    next(i + 1);
  }, { slow: 250, long: 20_000 }[note] ?? 5);
};
next(done);
`;

let database: TestDatabase;
let stop: AbortController;
let working: Promise<void>;
const version = 1;

beforeAll(async () => {
  database = await createTestDatabase();
  const scratch = mkdtempSync(path.join(tmpdir(), "forage-training-"));
  const python = path.join(scratch, "python");
  writeFileSync(python, STAND_IN);
  chmodSync(python, 0o755);
  process.env.FORAGE_TRAINING_PYTHON = python;
  process.env.FORAGE_DATA_DIR = scratch;
  const manifest = Buffer.from(canonicalManifest({ classes: [], photos: [] }));
  await (await getFileStore()).put(manifest);
  const splits = { train: 8, val: 2, test: 2 };
  await getDatabase()
    .insert(datasetVersions)
    .values({
      id: randomUUID(),
      teamId: LOCAL_USER_ID,
      number: version,
      manifestSha256: sha256Of(manifest),
      reportSha256: sha256Of(manifest),
      note: "",
      summary: {
        photos: 12,
        boxes: 12,
        splits,
        heldOut: 0,
        excluded: 0,
        sources: [],
        classes: [],
        together: [],
        errors: 0,
        warnings: 0,
        waived: 0,
      },
      createdBy: LOCAL_USER_ID,
    });
});
afterAll(() => database.drop());
beforeEach(() => {
  stop = new AbortController();
  working = workUntil(stop.signal, [trainJob]);
});
afterEach(async () => {
  stop.abort();
  await working;
});

const start = (note: string) =>
  startTraining(
    { version, configs: [{ name: "gentle", values: { lr: 1e-4 } }], epochs: 2, note },
    alone(LOCAL_USER_ID),
  );

async function until(runId: string, is: (run: TrainingRun) => boolean): Promise<TrainingRun> {
  for (;;) {
    const run = await getRun(runId);
    if (is(run)) return run;
    await sleep(50);
  }
}
const ended = (run: TrainingRun) => run.job !== null && !isOpenJob(run.job);
const attempts = (runId: string) =>
  readFileSync(path.join(runFolder(runId), "events.jsonl"), "utf8").split('"attempt"').length - 1;

describe("photos in an epoch", () => {
  it.each([
    [54, 54],
    [8, 8],
    [1, 4],
    [512, 512],
    [4_988, 512],
  ])("are, of %i that train, %i", (train, photos) => {
    expect(photosPerEpochOf(train)).toBe(photos);
  });

  it("follow from the version unless the config says them", async () => {
    const values = { lr: 1e-4 };
    const { id, request } = await startTraining(
      {
        version,
        configs: [
          { name: "gentle", values },
          { name: "mine", values: { ...values, photosPerEpoch: 40 } },
        ],
        epochs: 1,
      },
      alone(LOCAL_USER_ID),
    );
    expect(request.configs.map((config) => config.values.photosPerEpoch)).toEqual([8, 40]);
    await until(id, ended);
  });
});

describe("a training run", () => {
  it("is told step by step, and ends with its model and verdict", async () => {
    const { id } = await start("");
    const run = await until(id, ended);
    expect(run.job?.state).toBe("done");
    expect(run.steps.every(({ state }) => state === "done")).toBe(true);
    expect([run.modelId, run.outcome.verdict]).toEqual(["forage-n/9", "rejected"]);
    expect(run.endedAt).not.toBeNull();
    const request = JSON.parse(readFileSync(path.join(runFolder(id), "request.json"), "utf8"));
    expect(request).toMatchObject({
      schema: 2,
      versionNumber: 1,
      configs: [{ values: { lr: 1e-4, epochs: 2 } }],
    });
  });

  it("that fails says where and why, and goes on from there when resumed", async () => {
    const { id } = await start("fail export");
    const failed = await until(id, ended);
    expect(failed.job).toMatchObject({ state: "failed", error: { code: "training/failed" } });
    expect(failed.failure).toEqual({
      step: "export",
      reason: "The disk is full. Free some space and resume.",
    });
    await resumeJob(LOCAL_USER_ID, failed.job?.id ?? "");
    const done = await until(id, ({ job }) => job?.state === "done");
    expect(done.failure).toBeNull();
    expect(attempts(id)).toBe(2);
  });

  it("whose process is killed names the step it was at", async () => {
    const { id } = await start("die at train");
    const failed = await until(id, ended);
    expect(failed.job?.state).toBe("failed");
    expect(failed.failure?.step).toBe("train");
  });

  it("can be stopped and goes on afterwards", async () => {
    const { id } = await start("slow");
    const going = await until(id, ({ steps }) => steps[1]?.state === "done");
    await cancelJob(LOCAL_USER_ID, going.job?.id ?? "");
    const cancelled = await until(id, ended);
    expect(cancelled.job?.state).toBe("cancelled");
    expect(cancelled.steps.at(-1)?.state).toBe("waiting");
    await resumeJob(LOCAL_USER_ID, cancelled.job?.id ?? "");
    await until(id, ({ job }) => job?.state === "done");
  });

  it("goes on by itself after Forage was stopped and started", async () => {
    const { id } = await start("slow");
    await until(id, ({ steps }) => steps[1]?.state === "done");
    stop.abort();
    await working;
    expect((await getRun(id)).job?.state).toBe("queued");
    stop = new AbortController();
    working = workUntil(stop.signal, [trainJob]);
    const done = await until(id, ended);
    expect(done.job?.state).toBe("done");
    expect(attempts(id)).toBe(2);
  });

  it("says so when its device is busy", async () => {
    const { id } = await start("busy");
    expect((await until(id, ended)).job?.error).toMatchObject({
      code: "training/device-busy",
      facts: { device: "cpu" },
    });
  });

  it("goes beside another where there is room for two; a third waits, and has the place that is free first", async () => {
    process.env.FORAGE_TRAINING_PARALLEL = "2";
    try {
      const [long, short, third] = [await start("long"), await start("long"), await start("")];
      // waits in the lane of the first: the second must give up its place to it
      const isWorking = ({ job }: TrainingRun) => job?.state === "running";
      await Promise.all([until(long.id, isWorking), until(short.id, isWorking)]);
      expect((await getRun(third.id)).job?.state).toBe("queued");
      await cancelJob(LOCAL_USER_ID, short.job?.id ?? "");
      const done = await until(third.id, ended);
      expect(done.job?.state).toBe("done");
      expect((await getRun(long.id)).job?.state).toBe("running");
      await cancelJob(LOCAL_USER_ID, long.job?.id ?? "");
      await until(long.id, ended);
    } finally {
      delete process.env.FORAGE_TRAINING_PARALLEL;
    }
  });

  it("of a sweep has its sweep in the request, with what trials are measured on", async () => {
    const parameters = { lr: { from: 0.001, to: 0.01 } };
    const sweep = { parameters, budget: { runs: 4 } };
    const asked = { version, configs: [{ name: "gentle", values: {} }], epochs: 2, sweep };
    const { id } = await startTraining(asked, alone(LOCAL_USER_ID));
    await until(id, ended);
    const request = JSON.parse(readFileSync(path.join(runFolder(id), "request.json"), "utf8"));
    expect(request.sweep).toMatchObject({ method: "tpe", parameters, budget: { runs: 4, hours: null } });
    expect(request.configs[0].values.validationPhotos).toBe(120);
  });

  it.each([
    ["sweep/one-config", { configs: ["a", "b"].map((name) => ({ name, values: {} })) }],
    ["sweep/no-budget", { sweep: { parameters: { lr: { values: [0.1] } }, budget: { runs: 0 } } }],
  ])("is not started with a sweep that cannot begin: %s", async (code, changes) => {
    const sweep = { parameters: { lr: { values: [0.1] } }, budget: { runs: 1 } };
    const asked = { version, configs: [{ name: "a", values: {} }], epochs: 1, sweep, ...changes };
    await expect(startTraining(asked, alone(LOCAL_USER_ID))).rejects.toMatchObject({ code });
  });

  it("is listed with its job", async () => {
    const { id } = await start("");
    const listed = async () => (await listRuns()).find((run) => run.id === id);
    expect((await listed())?.job?.params).toEqual({ runId: id });
    await until(id, ended);
    expect(await listed()).toEqual(await getRun(id));
  });

  it("is not started on a version that is not there", async () => {
    await expect(
      startTraining({ version: 99, configs: [{ name: "a", values: {} }], epochs: 1 }, alone(LOCAL_USER_ID)),
    ).rejects.toMatchObject({ code: "request/not-found" });
  });

  it("is not started without the Python environment, which is said before anything else", async () => {
    const python = process.env.FORAGE_TRAINING_PYTHON;
    process.env.FORAGE_TRAINING_PYTHON = "/nowhere/python";
    try {
      const environment = await trainingEnvironment();
      // where training/.venv is installed, that one is taken
      if (environment.python !== null) return;
      await expect(start("")).rejects.toMatchObject({ code: "training/no-environment" });
    } finally {
      process.env.FORAGE_TRAINING_PYTHON = python;
    }
  });
});
