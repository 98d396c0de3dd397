import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { desc, eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import { type RetrainingSettings, USUAL_RETRAINING } from "@/lib/contracts/retraining";
import { decisionSentence } from "@/lib/contracts/retraining-sentences";
import { trainingOutcomeSchema } from "@/lib/contracts/training";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { AppError } from "@/lib/core/errors";
import { localContext } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { saveCorrection } from "@/server/corrections/service";
import { seedClasses } from "@/server/datasets/classes/classes";
import { createVersion } from "@/server/datasets/versions/create-version";
import { getDatabase } from "@/server/db/client";
import { corrections } from "@/server/db/schema/corrections";
import { datasetChecks, datasetVersions } from "@/server/db/schema/datasets";
import { jobs } from "@/server/db/schema/jobs";
import { photos } from "@/server/db/schema/photos";
import { retrainingDecisions, retrainingRules } from "@/server/db/schema/retraining";
import { reviews } from "@/server/db/schema/reviews";
import { trainingRuns } from "@/server/db/schema/training";
import { users } from "@/server/db/schema/users";
import { addPerson, alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { connection, transaction } from "@/server/db/transaction";
import type { RunningJob } from "@/server/jobs/job-handler";
import { openPostOffice, type PostOffice } from "@/server/mail/testing/post-office";
import { savePhoto } from "@/server/photos/service";
import { listRuns } from "@/server/training/service";
import { driftFired } from "./drift-fired";
import { lookAtAll } from "./look-at-teams";
import { retrainJob } from "./retrain-job";
import { retrainingRouter } from "./router";
import { getRetraining, saveRetraining } from "./settings";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const { signal } = new AbortController();
const me = localContext().user.id;
const OTHER = "00000000-0000-4000-8000-0000000000aa";
/** A Monday. */
const NOW = new Date("2026-11-30T12:00:00Z");
const later = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);
const CLASSES: readonly ModelClass[] = [
  { id: 0, name: "egg", displayName: "egg", kind: "ingredient", synonyms: [] },
];
const EVIDENCE = { rule: "Darker photos", text: "brightness fell from 0.6 to 0.3.", modelId: "forage-n/4" };

let database: TestDatabase;
let folder: string;
const saved = { ...process.env };

/** A picture of its own for each seed: smoothed noise. */
async function picture(seed: number): Promise<Buffer> {
  let state = seed * 7919 + 17;
  const small = Uint8Array.from({ length: 10 * 10 * 3 }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 24;
  });
  return sharp(small, { raw: { width: 10, height: 10, channels: 3 } })
    .resize(96, 96)
    .jpeg()
    .toBuffer();
}

async function addPhoto(seed: number, come: Partial<typeof photos.$inferInsert>) {
  const bytes = await picture(seed);
  const { photoId } = await savePhoto({ ownerId: me, name: `photo-${seed}.jpg`, bytes });
  const labels = [
    {
      id: "b0",
      box: { x1: 10, y1: 5, x2: 30, y2: 25 },
      classId: 0,
      origin: { by: "person" },
      state: "drawn",
    } as const,
  ];
  const filter = { ...DEFAULT_FILTER, confidenceByClass: {}, hiddenClasses: [] };
  await saveCorrection(alone(me), { photoId, modelId: null, backend: null, filter, modelBoxes: [], labels });
  await getDatabase()
    .update(photos)
    .set({ sharedAt: new Date(), ...come })
    .where(eq(photos.id, photoId));
  return photoId;
}

let seeds = 1_000;
const corrected: string[] = [];

/** Photos that people corrected, and a reviewer accepted. */
async function accept(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const photoId = await addPhoto(seeds++, {});
    corrected.push(photoId);
    const [row] = await getDatabase().select().from(corrections).where(eq(corrections.photoId, photoId));
    if (!row) throw new RangeError("no correction");
    const review = {
      photoId,
      correctionId: row.id,
      verdict: "accepted",
      reason: "",
      reviewerId: me,
    } as const;
    await getDatabase()
      .insert(reviews)
      .values({ id: randomUUID(), ...review });
  }
}

const imported = async (from: number, count: number, importedSplit: "train" | "val" | "test") => {
  for (let i = 0; i < count; i++) await addPhoto(from + i, { importedFrom: "pantry", importedSplit });
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "forage-retraining-"));
  process.env.FORAGE_DATA_DIR = folder;
  process.env.FORAGE_TRAINING_PYTHON = process.execPath;
  database = await createTestDatabase();
  await seedClasses(CLASSES);
  await addPerson(OTHER, "Somebody else");
  await imported(0, 40, "train");
  await imported(100, 10, "val");
  await imported(200, 30, "test");
});
afterAll(async () => {
  await database.drop();
  process.env = saved;
  rmSync(folder, { recursive: true, force: true });
});

/** A first training has seen all that was imported. */
beforeEach(async () => {
  const all = getDatabase();
  for (const photoId of corrected.splice(0)) await all.delete(photos).where(eq(photos.id, photoId));
  for (const table of [
    retrainingDecisions,
    retrainingRules,
    trainingRuns,
    datasetChecks,
    datasetVersions,
    jobs,
  ])
    await all.delete(table);
  const { version } = await createVersion({ note: "", createdBy: me });
  const [row] = await all.select().from(datasetVersions);
  if (!row || version !== 1) throw new RangeError("no version");
  await all.insert(trainingRuns).values({
    id: randomUUID(),
    teamId: me,
    datasetVersionId: row.id,
    baseModelId: "forage-n/4",
    config: { version: 1, configs: [{ name: "gentle", values: {} }], epochs: 1 },
    note: "the first",
    steps: [],
    curves: {},
    createdBy: me,
  });
});

const set = (settings: Partial<RetrainingSettings>) =>
  saveRetraining(alone(me), { ...USUAL_RETRAINING, isOn: true, afterCorrections: null, ...settings }, NOW);
const look = (now = NOW) => lookAtAll(signal, now);
const shown = async () => (await getRetraining(alone(me), NOW)).decisions;
const outcomes = async () => (await shown()).map(({ cause, outcome }) => `${cause} ${outcome}`);

/** Does the jobs "retrain" that wait, as a worker does. */
async function work(): Promise<void> {
  for (const row of await getDatabase().select().from(jobs).where(eq(jobs.kind, "retrain"))) {
    if (row.state !== "queued") continue;
    await retrainJob.run(jobOf(row));
    await getDatabase().update(jobs).set({ state: "done" }).where(eq(jobs.id, row.id));
  }
}
const jobOf = (row: typeof jobs.$inferSelect): RunningJob<{ decisionId: string }> => ({
  id: row.id,
  params: row.params as { decisionId: string },
  createdBy: row.createdBy,
  teamId: row.teamId,
  checkpoint: null,
  signal,
  progress: () => undefined,
  saveCheckpoint: async () => undefined,
});

async function endRun(state: "done" | "failed"): Promise<string> {
  const [run] = await listRuns();
  if (!run?.job) throw new RangeError("no run");
  await getDatabase().update(jobs).set({ state, endedAt: NOW }).where(eq(jobs.id, run.job.id));
  await getDatabase()
    .update(trainingRuns)
    .set({
      endedAt: NOW,
      outcome: trainingOutcomeSchema.parse({ verdict: state === "done" ? "rejected" : null }),
      modelId: state === "done" ? "forage-n/9" : null,
      failure: state === "done" ? null : { step: "train", reason: "The disk is full." },
    })
    .where(eq(trainingRuns.id, run.id));
  return run.id;
}

describe("nothing is trained", () => {
  it("where nobody asked for it", async () => {
    await accept(12);
    await look();
    expect(await shown()).toEqual([]);
    expect((await getRetraining(alone(me))).settings.isOn).toBe(false);
  });

  it("while it is switched off, whatever is set", async () => {
    await accept(12);
    await set({ isOn: false, afterCorrections: 10, cron: "* * * * *", onDrift: true });
    await look(later(1));
    expect(await shown()).toEqual([]);
  });
});

describe("enough accepted corrections", () => {
  it("start a run on a new version that holds them, with the values that are set", async () => {
    const values = { trainer: "fcos", lr: 0.002 };
    await set({ afterCorrections: 10, config: "bold", epochs: 3, values, tracker: "mlflow" });
    await accept(9);
    await look();
    expect(await shown()).toEqual([]);
    await accept(1);
    await look();
    expect(await outcomes()).toEqual(["corrections preparing"]);
    await work();
    const [decision] = await shown();
    const [run] = await listRuns();
    expect(decision).toMatchObject({ outcome: "started", runId: run?.id, facts: { photos: 10, version: 2 } });
    expect(run).toMatchObject({ version: 2, request: { epochs: 3, promote: false, tracker: "mlflow" } });
    // what was set over the preset, and the rest of it
    expect(run?.request.configs).toMatchObject([
      { name: "bold", values: { trainer: "fcos", lr: 0.002, scale: 0.6, frozenLayers: 0 } },
    ]);
    expect((await getRetraining(alone(me))).fresh).toEqual({ photos: 0, corrections: 0 });
  });

  it("start one run, however many workers look at the same time", async () => {
    await set({ afterCorrections: 10 });
    await accept(10);
    await Promise.all([look(), look(), look()]);
    await work();
    await look();
    expect(await outcomes()).toEqual(["corrections started"]);
    expect(await listRuns()).toHaveLength(2);
  });

  it("do not start it again with the same photos after it failed, and do with one more", async () => {
    await set({ afterCorrections: 10 });
    await accept(10);
    await look();
    await work();
    await endRun("failed");
    await look(later(30));
    expect(await outcomes()).toEqual(["corrections started"]);
    await accept(1);
    await look(later(31));
    expect(await outcomes()).toEqual(["corrections preparing", "corrections started"]);
  });

  it("are counted without what was imported, and without what nobody accepted", async () => {
    await set({ afterCorrections: 10 });
    await accept(9);
    corrected.push(
      await addPhoto(seeds++, {}),
      await addPhoto(seeds++, { importedFrom: "pantry", importedSplit: "train" }),
    );
    expect((await getRetraining(alone(me))).fresh).toEqual({ photos: 10, corrections: 9 });
    await look();
    expect(await shown()).toEqual([]);
  });
});

describe("the clock", () => {
  it("starts a run at its time, once, and goes on to the next", async () => {
    await set({ cron: "0 3 * * 1" });
    await accept(10);
    await look();
    expect(await shown()).toEqual([]);
    await look(later(24 * 7));
    await look(later(24 * 7 + 1));
    expect(await outcomes()).toEqual(["clock preparing"]);
    // 7 days after Monday noon: the next is the Monday after, at three
    expect((await getRetraining(alone(me))).nextAt).toBe("2026-12-14T03:00:00.000Z");
  });

  it("starts nothing on fewer than ten new photos, and says so once", async () => {
    await set({ cron: "0 * * * *" });
    await accept(9);
    for (const hours of [1, 2, 3]) await look(later(hours));
    const [decision, ...rest] = await shown();
    expect(rest).toEqual([]);
    expect(decision).toMatchObject({ cause: "clock", outcome: "too-few-new", facts: { photos: 9 } });
    expect(decision && decisionSentence(decision)).toBe(
      "The time came: no run was started, because only 9 photos are new since the last training, and 10 are needed.",
    );
  });

  it("is refused where it names no time", async () => {
    const api = createCallerFactory(retrainingRouter)(localContext());
    await expect(api.save({ ...USUAL_RETRAINING, cron: "every monday" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
  });
});

describe("a run that waits or works", () => {
  it("keeps every trigger from starting a second one", async () => {
    await set({ afterCorrections: 10, cron: "0 * * * *", onDrift: true });
    await accept(10);
    await look();
    await work();
    await accept(10);
    await look(later(1));
    expect(await outcomes()).toEqual(["clock busy", "corrections started"]);
    await transaction((queries) => driftFired(queries, me, EVIDENCE));
    await look(later(1.5));
    expect(await outcomes()).toEqual(["drift busy", "clock busy", "corrections started"]);
    expect(await listRuns()).toHaveLength(2);
    await endRun("done");
    await look(later(1.6));
    expect(await outcomes()).toContain("drift preparing");
  });

  it("that a person started while the version was made is not joined by another", async () => {
    await set({ afterCorrections: 10 });
    await accept(10);
    await look();
    const [row] = await getDatabase().select().from(jobs).where(eq(jobs.kind, "retrain"));
    const [first] = await listRuns();
    const theirs = { ...row!, id: randomUUID(), kind: "train", queue: "train-cpu", position: undefined };
    await getDatabase().insert(jobs).values(theirs);
    await getDatabase().update(trainingRuns).set({ jobId: theirs.id }).where(eq(trainingRuns.id, first!.id));
    await work();
    expect(await outcomes()).toEqual(["corrections busy"]);
    expect(await listRuns()).toHaveLength(1);
  });
});

describe("a drift rule that fires", () => {
  it("is taken by a team that asked for it, and by no other", async () => {
    const fire = (teamId: string) => transaction((queries) => driftFired(queries, teamId, EVIDENCE));
    expect(await fire(me)).toBe(false);
    await set({ afterCorrections: 10 });
    expect(await fire(me)).toBe(false);
    await set({ onDrift: true });
    expect(await fire(me)).toBe(true);
    expect(await fire(OTHER)).toBe(false);
  });

  it("waits for photos, starts a run when they are there, and is done with then", async () => {
    await set({ onDrift: true });
    await transaction((queries) => driftFired(queries, me, EVIDENCE));
    await look();
    expect(await outcomes()).toEqual(["drift too-few-new"]);
    expect((await getRetraining(alone(me))).drift).toMatchObject(EVIDENCE);
    await accept(10);
    await look();
    await work();
    expect(await outcomes()).toEqual(["drift started", "drift too-few-new"]);
    expect((await getRetraining(alone(me))).drift).toBeNull();
  });

  it("is forgotten with the transaction that told of it", async () => {
    await set({ onDrift: true });
    const failing = transaction(async (queries) => {
      await driftFired(queries, me, EVIDENCE);
      throw new AppError("request/conflict");
    });
    await expect(failing).rejects.toThrow();
    expect((await getRetraining(alone(me))).drift).toBeNull();
  });
});

describe("a version that is too little", () => {
  it("is not trained on where nothing could be judged, and is looked into again after a day", async () => {
    await set({ afterCorrections: 10 });
    await accept(10);
    const test = eq(photos.importedSplit, "test");
    await getDatabase().update(photos).set({ sharedAt: null }).where(test);
    try {
      await look();
      await work();
      const [decision] = await shown();
      expect(decision && decisionSentence(decision)).toContain(
        "the largest frozen set of data-set version 2 has 0 photos, and the gate needs 30",
      );
      await look();
      expect(await outcomes()).toEqual(["corrections no-frozen"]);
      await getDatabase()
        .update(retrainingDecisions)
        .set({ at: later(-25) });
      await look();
      expect(await outcomes()).toEqual(["corrections preparing", "corrections no-frozen"]);
    } finally {
      await getDatabase().update(photos).set({ sharedAt: new Date() }).where(test);
    }
  });

  it("is not trained on with fewer than ten photos to choose by", async () => {
    await set({ afterCorrections: 10 });
    await accept(10);
    const val = eq(photos.importedSplit, "val");
    await getDatabase().update(photos).set({ sharedAt: null }).where(val);
    try {
      await look();
      await work();
      expect(await outcomes()).toEqual(["corrections too-few-photos"]);
    } finally {
      await getDatabase().update(photos).set({ sharedAt: new Date() }).where(val);
    }
  });
});

describe("a job that was killed", () => {
  it("after the version was made goes on with that version", async () => {
    await set({ afterCorrections: 10 });
    await accept(10);
    await look();
    const [row] = await getDatabase().select().from(jobs).where(eq(jobs.kind, "retrain"));
    await createVersion({ note: "", createdBy: me, checkId: row!.id });
    await work();
    expect(await outcomes()).toEqual(["corrections started"]);
    expect(await getDatabase().select().from(datasetVersions)).toHaveLength(2);
  });

  it("after the run was started starts no second one", async () => {
    await set({ afterCorrections: 10 });
    await accept(10);
    await look();
    await work();
    const [row] = await getDatabase().select().from(jobs).where(eq(jobs.kind, "retrain"));
    expect(await retrainJob.run(jobOf(row!))).toEqual({ outcome: "started" });
    expect(await listRuns()).toHaveLength(2);
  });

  it("and given up says so, and leaves the way free", async () => {
    await set({ afterCorrections: 10 });
    await accept(10);
    await look();
    const error = { code: "job/crashed", facts: {} };
    await getDatabase().update(jobs).set({ state: "failed", error }).where(eq(jobs.kind, "retrain"));
    await look();
    expect(await shown()).toMatchObject([{ outcome: "failed", facts: { code: "job/crashed" } }]);
  });
});

describe("whoever set it", () => {
  let office: PostOffice;
  beforeEach(async () => {
    office = await openPostOffice({ user: "forage", password: "not-for-logs" });
    Object.assign(process.env, {
      FORAGE_SMTP_HOST: "127.0.0.1",
      FORAGE_SMTP_PORT: String(office.port),
      FORAGE_SMTP_SECURITY: "none",
      FORAGE_SMTP_USER: "forage",
      FORAGE_SMTP_PASSWORD: "not-for-logs",
      FORAGE_SMTP_FROM: "Forage <forage@example.org>",
    });
    await getDatabase().update(users).set({ email: "mira@example.org" }).where(eq(users.id, me));
  });
  afterEach(async () => {
    await office.close();
    delete process.env.FORAGE_SMTP_HOST;
    await getDatabase().update(users).set({ email: null }).where(eq(users.id, me));
  });

  it("is told once how the run ended, and not before", async () => {
    await set({ afterCorrections: 10 });
    await accept(10);
    await look();
    await work();
    await look();
    expect(office.mails).toHaveLength(0);
    const runId = await endRun("done");
    await look();
    await look();
    expect(office.mails).toHaveLength(1);
    expect(office.mails[0]?.to).toEqual(["mira@example.org"]);
    expect(office.mails[0]?.raw.replace(/=\r\n/g, "")).toContain(
      "forage-n/9 was rejected by the gate: the champion stays.",
    );
    expect(office.mails[0]?.raw.replace(/=\r\n/g, "")).toContain(`/studio/training/${runId}`);
  });

  it("is told later where the mail server was away", async () => {
    await set({ afterCorrections: 10 });
    await accept(10);
    await look();
    await work();
    await endRun("done");
    process.env.FORAGE_SMTP_PASSWORD = "wrong";
    await look();
    expect(office.mails).toHaveLength(0);
    process.env.FORAGE_SMTP_PASSWORD = "not-for-logs";
    await look();
    expect(office.mails).toHaveLength(1);
  });

  it("is told nothing of what mends itself", async () => {
    await set({ cron: "0 * * * *" });
    await look(later(1));
    expect(await outcomes()).toEqual(["clock too-few-new"]);
    expect(office.mails).toHaveLength(0);
  });
});

it("one team's trigger that cannot be looked at stops no other's", async () => {
  await saveRetraining(alone(OTHER), { ...USUAL_RETRAINING, isOn: true }, NOW);
  await getDatabase()
    .update(retrainingRules)
    .set({ settings: { isOn: "perhaps" } });
  await set({ afterCorrections: 10 });
  await accept(10);
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  await look();
  expect(said).toHaveBeenCalledOnce();
  said.mockRestore();
  const newest = await connection().select().from(retrainingDecisions).orderBy(desc(retrainingDecisions.at));
  expect(newest.map(({ teamId }) => teamId)).toEqual([me]);
});
