import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { JobProgress } from "@/lib/contracts/jobs";
import type { GateJobParams } from "@/lib/contracts/promotion-gate";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { localContext } from "@/server/api/context";
import { saveCorrection } from "@/server/corrections/service";
import { seedClasses } from "@/server/datasets/classes/classes";
import { createVersion } from "@/server/datasets/versions/create-version";
import { getDatabase } from "@/server/db/client";
import { photos } from "@/server/db/schema/photos";
import { alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import type { RunningJob } from "@/server/jobs/job-handler";
import { cancelJob } from "@/server/jobs/service";
import { championId, modelIds } from "@/server/models/service";
import { savePhoto } from "@/server/photos/service";
import { gateJob, startGate } from "./gate-job";
import { getVerdict, listVerdicts } from "./service";

// two networks are loaded and timed, on a machine that may be busy with others
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const me = localContext().user.id;
let database: TestDatabase;
let folder: string;
let champion: string;
let candidateId: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "forage-gate-job-"));
  process.env.FORAGE_DATA_DIR = folder;
  database = await createTestDatabase();
  await seedClasses();
  champion = await championId();
  candidateId = (await modelIds()).find((id) => id !== champion) ?? "";
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** A shared photo of one colour field with one box, in this split. */
async function put(seed: number, split: "train" | "test"): Promise<void> {
  const noise = Uint8Array.from({ length: 300 }, (_, i) => (seed * 97 + i * i * 31 + i * seed * 7) % 256);
  const bytes = await sharp(noise, { raw: { width: 10, height: 10, channels: 3 } })
    .resize(96, 96)
    .jpeg()
    .toBuffer();
  const { photoId } = await savePhoto({ ownerId: me, name: `${seed}.jpg`, bytes });
  await getDatabase()
    .update(photos)
    .set({ sharedAt: new Date(), importedFrom: "pantry", importedSplit: split })
    .where(eq(photos.id, photoId));
  await saveCorrection(alone(me), {
    photoId,
    modelId: null,
    backend: null,
    filter: { ...DEFAULT_FILTER, confidenceByClass: {}, hiddenClasses: [] },
    modelBoxes: [],
    labels: [
      {
        id: "b0",
        box: { x1: 5, y1: 5, x2: 60, y2: 60 },
        classId: 0,
        origin: { by: "person" },
        state: "drawn",
      },
    ],
  });
}

const makeVersion = () => createVersion({ note: "", createdBy: me, isCheckOnly: false });

function running(params: GateJobParams, signal: AbortSignal, told: JobProgress[] = []) {
  const job: RunningJob<GateJobParams> = {
    id: "00000000-0000-4000-8000-000000000001",
    params,
    createdBy: me,
    teamId: me,
    checkpoint: null,
    signal,
    progress: (progress) => told.push(progress),
    saveCheckpoint: async () => undefined,
  };
  return job;
}

describe("measuring a model against the champion", () => {
  it("says that a data-set version is needed first, and measures no champion against itself", async () => {
    const asked = { candidateId, version: null };
    await expect(startGate(asked, alone(me))).rejects.toMatchObject({ code: "gate/no-version" });
    const itself = { candidateId: champion, version: null };
    await expect(startGate(itself, alone(me))).rejects.toMatchObject({ code: "model/is-champion" });
    const nobody = { candidateId: "nobody/1", version: null };
    await expect(startGate(nobody, alone(me))).rejects.toMatchObject({ code: "model/missing" });
  });

  it("says so when the version keeps no photos for testing", async () => {
    await put(1, "train");
    await put(2, "train");
    expect(await makeVersion()).toMatchObject({ outcome: "created", version: 1 });
    const { signal } = new AbortController();
    const job = running({ candidateId, version: 1 }, signal);
    await expect(gateJob.run(job)).rejects.toMatchObject({ code: "gate/no-test-photos" });
    await expect(startGate({ candidateId, version: 7 }, alone(me))).rejects.toMatchObject({
      code: "request/not-found",
    });
  });

  it("takes the newest version, and starts what is under way only once", async () => {
    await put(3, "test");
    await put(4, "test");
    expect(await makeVersion()).toMatchObject({ outcome: "created", version: 2 });
    const job = await startGate({ candidateId, version: null }, alone(me));
    expect(job).toMatchObject({ kind: "gate", state: "queued", params: { candidateId, version: 2 } });
    expect((await startGate({ candidateId, version: 2 }, alone(me))).id).toBe(job.id);
    const other = await startGate({ candidateId, version: 1 }, alone(me));
    expect(other.id).not.toBe(job.id);
    expect((await cancelJob(me, job.id)).state).toBe("cancelled");
    expect((await startGate({ candidateId, version: 2 }, alone(me))).id).not.toBe(job.id);
  });

  it("measures both on the version's frozen photos and keeps the verdict, and nothing else", async () => {
    const told: JobProgress[] = [];
    const job = running({ candidateId, version: 2 }, new AbortController().signal, told);
    const { verdictId, verdict, promoted } = await gateJob.run(job);
    const { report } = await getVerdict(verdictId);
    expect(report).toMatchObject({ candidateId, championId: champion, verdict });
    expect(report.sets).toMatchObject([{ name: "pantry", photos: 2, boxes: 2 }]);
    expect(promoted).toBe(false);
    const shares = told.map(({ done }) => done);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(told.at(-1)).toMatchObject({ done: 100, total: 100, unit: "%" });
    expect(await readdir(path.join(folder, "gate"))).toEqual([]);
  });

  it("keeps no verdict when it is cancelled", async () => {
    const before = (await listVerdicts({ limit: 10 })).length;
    const stop = new AbortController();
    stop.abort();
    await expect(gateJob.run(running({ candidateId, version: 2 }, stop.signal))).rejects.toBeDefined();
    expect(await listVerdicts({ limit: 10 })).toHaveLength(before);
    expect(existsSync(path.join(folder, "gate", "00000000-0000-4000-8000-000000000001"))).toBe(false);
  });
});
