import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalManifest, type DatasetManifest } from "@/lib/contracts/dataset-manifest";
import { trainingOutcomeSchema } from "@/lib/contracts/training";
import { getDatabase } from "@/server/db/client";
import { inTeam } from "@/server/db/own-team";
import { datasetVersions } from "@/server/db/schema/datasets";
import { trainingRuns } from "@/server/db/schema/training";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { sha256Of } from "@/server/media/service";
import { getFileStore } from "@/server/storage/service";
import { runFolder } from "@/server/training/run-folder";
import { listExperiments, markExperiment } from "./list-experiments";
import { photosOf } from "./photos-of-version";

const WHEN = "2026-11-30T10:00:00.000Z";
const digest = (text: string) => sha256Of(Buffer.from(text));

const photo = (name: string, split: "train" | "val" | "test", x = 1): DatasetManifest["photos"][number] => ({
  sha256: digest(name),
  photoId: null,
  name,
  contentType: "image/jpeg",
  width: 100,
  height: 100,
  split,
  heldOutFor: null,
  source: "scenes",
  correctionId: null,
  boxes: [{ classId: 0, x, y: 1, width: 10, height: 10 }],
});

let database: TestDatabase;

async function makeVersion(number: number, photos: DatasetManifest["photos"]): Promise<string> {
  const manifest = Buffer.from(canonicalManifest({ classes: [], photos }));
  await (await getFileStore()).put(manifest);
  const id = randomUUID();
  const splits = { train: 1, val: 1, test: 1 };
  const nothing = { heldOut: 0, excluded: 0, sources: [], classes: [], together: [] };
  const found = { errors: 0, warnings: 0, waived: 0 };
  await getDatabase()
    .insert(datasetVersions)
    .values({
      id,
      teamId: LOCAL_USER_ID,
      number,
      manifestSha256: sha256Of(manifest),
      reportSha256: sha256Of(manifest),
      note: "",
      summary: { photos: photos.length, boxes: photos.length, splits, ...nothing, ...found },
      createdBy: LOCAL_USER_ID,
    });
  return id;
}

interface Ran {
  readonly versionId: string;
  readonly config?: object;
  readonly outcome?: object;
  readonly curves?: object;
  readonly test?: object;
}

async function makeRun({ versionId, config, outcome = {}, curves = {}, test }: Ran): Promise<string> {
  const id = randomUUID();
  await getDatabase()
    .insert(trainingRuns)
    .values({
      id,
      teamId: LOCAL_USER_ID,
      datasetVersionId: versionId,
      baseModelId: "forage-n/4",
      config: { version: 1, configs: [{ name: "bold", values: { lr: 0.01 } }], epochs: 3, ...config },
      note: "",
      steps: [],
      curves,
      outcome: trainingOutcomeSchema.parse(outcome),
      modelId: test ? "forage-n/5" : null,
      createdBy: LOCAL_USER_ID,
    });
  if (test) {
    const folder = path.join(runFolder(id), "evaluation");
    mkdirSync(folder, { recursive: true });
    const line = {
      set: "scenes",
      split: "test",
      model: "forage-n/5",
      photos: 1,
      photosSha256: digest("one"),
      boxes: 1,
    };
    const rest = {
      classes: [],
      unmapped: [],
      failed: [],
      conf: 0.001,
      iou: 0.5,
      maxDetections: 300,
      msPerPhoto: 1,
    };
    writeFileSync(
      path.join(folder, "test-scenes.json"),
      JSON.stringify({ ...line, map50: 0.8, map50_95: 0.5, ...rest, ...test }),
    );
  }
  return id;
}

const point = (epoch: number, seconds: number) => ({
  epoch,
  seconds,
  loss: { box: 1 },
  map50: 0.5,
  lr: 0.01,
});
const result = (config: string, map50: number) => ({ config, map50, share: 1 });
const of = async (runId: string) =>
  (await listExperiments()).experiments.filter((one) => one.runId === runId);
const testKey = async (runId: string) =>
  (await of(runId))[0]?.measured.find(({ split }) => split === "test")?.photosKey ?? null;

let first: string;
let relabelled: string;

beforeAll(async () => {
  database = await createTestDatabase();
  process.env.FORAGE_DATA_DIR = mkdtempSync(path.join(tmpdir(), "forage-experiments-"));
  const rest = [photo("a", "train"), photo("b", "val")];
  first = await makeVersion(1, [...rest, photo("c", "test")]);
  relabelled = await makeVersion(2, [...rest, photo("c", "test", 5)]);
});
afterAll(() => database.drop());

describe("the list of experiments", () => {
  it("has a line for each trial of a sweep, with its own values over those that all have", async () => {
    const trial = (number: number, state: string, map50: number | null) => ({
      config: `trial-00${number}`,
      number,
      state,
      values: { lr: number / 100 },
      map50,
      prunedAfter: state === "pruned" ? 1 : null,
      reason: null,
      startedAt: WHEN,
      endedAt: WHEN,
    });
    const runId = await makeRun({
      versionId: first,
      config: {
        configs: [{ name: "bold", values: { lr: 0.05, batch: 4 } }],
        sweep: { parameters: { lr: { from: 0.01, to: 0.1 } }, budget: { runs: 2 } },
      },
      outcome: { trials: [trial(1, "complete", 0.7), trial(2, "pruned", null)] },
      curves: { "trial-001": [point(1, 30), point(2, 45)] },
    });
    expect(await of(runId)).toMatchObject([
      { config: "trial-001", state: "complete", values: { lr: 0.01, batch: 4 }, seconds: 75, epochsDone: 2 },
      { config: "trial-002", state: "pruned", values: { lr: 0.02, batch: 4 }, seconds: null, measured: [] },
    ]);
  });

  it("gives the figures on the test sets to the config that was kept, to no other", async () => {
    const runId = await makeRun({
      versionId: first,
      config: {
        configs: [
          { name: "bold", values: {} },
          { name: "gentle", values: {} },
        ],
      },
      outcome: {
        chosen: "gentle",
        results: [result("bold", 0.5), result("gentle", 0.6)],
        verdict: "rejected",
      },
      test: {},
    });
    const shown = (await of(runId)).map(({ config, modelId, verdict, measured }) => {
      return [config, modelId, verdict, measured.map(({ split, map50, f1 }) => [split, map50, f1])];
    });
    expect(shown).toEqual([
      ["bold", null, null, [["val", 0.5, null]]],
      [
        "gentle",
        "forage-n/5",
        "rejected",
        [
          ["val", 0.6, null],
          ["test", 0.8, null],
        ],
      ],
    ]);
  });

  it("tells figures of other photos apart, and of the same photos with other boxes", async () => {
    const kept = { chosen: "bold", results: [result("bold", 0.5)] };
    const [one, same, other, boxes] = await Promise.all([
      makeRun({ versionId: first, outcome: kept, test: {} }),
      makeRun({ versionId: first, outcome: kept, test: { map50: 0.9 } }),
      makeRun({ versionId: first, outcome: kept, test: { photosSha256: digest("two") } }),
      makeRun({ versionId: relabelled, outcome: kept, test: {} }),
    ]);
    const keys = await Promise.all([one, same, other, boxes].map(testKey));
    expect(keys[0]).toBe(keys[1]);
    expect(new Set(keys).size).toBe(3);
    expect(keys).not.toContain(null);
  });

  it("says of a run without a job that it stopped, and of what was not measured nothing", async () => {
    const [line] = await of(await makeRun({ versionId: first }));
    expect(line).toMatchObject({ state: "stopped", measured: [], seconds: null, modelId: null });
  });
});

describe("marks", () => {
  it("are kept, and what is not said stays", async () => {
    const runId = await makeRun({ versionId: first });
    const mark = (said: object) => markExperiment({ runId, config: "bold", ...said }, alone(LOCAL_USER_ID));
    await mark({ isStarred: true, note: "the best" });
    await mark({ isArchived: true });
    expect(await of(runId)).toMatchObject([{ isStarred: true, isArchived: true, note: "the best" }]);
  });

  it("are of a config that there is, in a run of the team", async () => {
    const runId = await makeRun({ versionId: first });
    const mark = (config: string) => markExperiment({ runId, config, isStarred: true }, alone(LOCAL_USER_ID));
    await expect(mark("other")).rejects.toMatchObject({ code: "request/not-found" });
    await expect(inTeam({ teamId: randomUUID() }, () => mark("bold"))).rejects.toMatchObject({
      code: "request/not-found",
    });
  });
});

it("a photo that is held out is of no set", () => {
  const heldOut = { ...photo("d", "test"), heldOutFor: digest("c") };
  expect(photosOf({ photos: [photo("c", "test"), heldOut] })).toEqual(
    photosOf({ photos: [photo("c", "test")] }),
  );
});
