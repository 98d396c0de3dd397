import { setTimeout as sleep } from "node:timers/promises";
import { eq, count as rows } from "drizzle-orm";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { Job, JobState } from "@/lib/contracts/jobs";
import { AppError, isAppError } from "@/lib/core/errors";
import { getDatabase } from "@/server/db/client";
import { jobSchedules, jobs } from "@/server/db/schema/jobs";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { connection, transaction } from "@/server/db/transaction";
import { setTracing } from "@/server/tracing/spans";
import type { AnyJobHandler, JobHandler } from "./job-handler";
import { recoverJobs } from "./queue";
import { findJobs, markEnded, writeCheckpoint } from "./repository";
import { secondsLeft } from "./run-job";
import { declareSchedules, queueDueWork } from "./schedule";
import { cancelJob, enqueueJob, getJob, resumeJob } from "./service";
import { hasWorker } from "./station";
import { workUntil } from "./work-loop";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  isGateOpen = false;
  await getDatabase().delete(jobs);
});

interface Counting {
  readonly to: number;
  readonly stepMs: number;
  readonly failAt: number;
  readonly holdAt: number;
}

/** Counts to `to`, a step every `stepMs`, saving each step; fails at `failAt`, waits at `holdAt` for the gate. */
const started: string[] = [];
let isGateOpen = false;
const counting: JobHandler<Counting, { steps: number; from: number }> = {
  kind: "count",
  params: z.object({
    to: z.number(),
    stepMs: z.number().default(1),
    failAt: z.number().default(-1),
    holdAt: z.number().default(-1),
  }),
  result: z.object({ steps: z.number(), from: z.number() }),
  async run({ id, params, checkpoint, signal, progress, saveCheckpoint }) {
    started.push(id);
    const from = z.number().nullable().parse(checkpoint) ?? 0;
    for (let step = from; step < params.to; step++) {
      if (step === params.failAt) throw new AppError("storage/disk-full", { facts: { folder: "/data" } });
      while (step === params.holdAt && !isGateOpen) await sleep(10, undefined, { signal });
      await sleep(params.stepMs, undefined, { signal });
      await saveCheckpoint(step + 1);
      progress({ done: step + 1, total: params.to, unit: "steps", note: "" });
    }
    return { steps: params.to - from, from };
  },
};
const surprising: AnyJobHandler = {
  kind: "surprise",
  params: z.object({}),
  result: z.unknown(),
  run: () => Promise.reject(new TypeError("secret at /home/x")),
};

/** Runs a worker until `until` resolves. */
async function withWorker(
  until: () => Promise<unknown>,
  handlers: readonly AnyJobHandler[] = [counting, surprising],
) {
  const stop = new AbortController();
  const worker = workUntil(stop.signal, handlers);
  try {
    await until();
  } finally {
    stop.abort();
    await worker;
  }
}

async function becomes(id: string, what: string, is: (job: Job) => boolean): Promise<Job> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const job = await getJob(LOCAL_USER_ID, id);
    if (is(job)) return job;
    if (Date.now() > deadline) throw new Error(`still ${job.state}, not ${what}`);
    await sleep(25);
  }
}
const reaches = (id: string, state: JobState) => becomes(id, state, (job) => job.state === state);
const progresses = (id: string) => becomes(id, "under way", ({ progress }) => (progress?.done ?? 0) > 0);

const count = (params: Partial<Counting>, lane?: string) =>
  enqueueJob("count", { to: 3, ...params }, alone(LOCAL_USER_ID), { lane });

describe("a job", () => {
  it("waits, runs and keeps its result and last progress", async () => {
    const job = await count({});
    expect(job).toMatchObject({ state: "queued", progress: null, result: null, startedAt: null });
    await withWorker(() => reaches(job.id, "done"));
    expect(await getJob(LOCAL_USER_ID, job.id)).toMatchObject({
      state: "done",
      result: { steps: 3, from: 0 },
      progress: { done: 3, total: 3, unit: "steps" },
      error: null,
    });
  });

  it("removes what only another run would need once its result is written, and is done whatever becomes of that", async () => {
    const seen: (JobState | undefined)[] = [];
    const tidying: JobHandler<{ name: string }, { name: string }> = {
      kind: "tidy",
      params: z.object({ name: z.string() }),
      result: z.object({ name: z.string() }),
      run: async ({ params }) => params,
      async tidy({ name }) {
        const [row] = await connection().select().from(jobs).where(eq(jobs.kind, "tidy"));
        seen.push(row?.state);
        throw new Error(`${name} cannot be removed`);
      },
    };
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const { id } = await enqueueJob("tidy", { name: "it" }, alone(LOCAL_USER_ID));
    await withWorker(() => reaches(id, "done"), [tidying]);
    expect(seen).toEqual(["done"]);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining("it cannot be removed"));
    warn.mockRestore();
  });

  it("runs after the one before it in its queue, beside one on another lane", async () => {
    const first = await count({ holdAt: 2 });
    const second = await count({});
    const beside = await count({}, "cuda:0");
    await withWorker(async () => {
      await reaches(beside.id, "done");
      await reaches(first.id, "running");
      expect((await getJob(LOCAL_USER_ID, second.id)).state).toBe("queued");
      isGateOpen = true;
      await reaches(second.id, "done");
      expect((await getJob(LOCAL_USER_ID, first.id)).state).toBe("done");
    });
  });

  it("keeps what went wrong, and goes on from its checkpoint when resumed", async () => {
    const job = await count({ to: 5, failAt: 2 });
    await withWorker(async () => {
      const failed = await reaches(job.id, "failed");
      expect(failed.error).toEqual({ code: "storage/disk-full", facts: { folder: "data" } });
      await getDatabase()
        .update(jobs)
        .set({ params: { to: 5, failAt: -1 } });
      await resumeJob(LOCAL_USER_ID, job.id);
      expect(await reaches(job.id, "done")).toMatchObject({ result: { from: 2, steps: 3 }, error: null });
    });
  });

  it("begins a trace, which learns how it failed", async () => {
    const spans: unknown[] = [];
    setTracing({
      request: (_name, _headers, work) => work(),
      past: () => undefined,
      async span(name, facts, work) {
        if (!name.startsWith("job ")) return work();
        try {
          return await work();
        } catch (error) {
          spans.push([name, facts, isAppError(error) ? error.code : error]);
          throw error;
        }
      },
    });
    try {
      const job = await count({ to: 5, failAt: 2 });
      await withWorker(() => reaches(job.id, "failed"));
      expect(spans).toEqual([["job count", { "forage.job": job.id }, "storage/disk-full"]]);
    } finally {
      setTracing(undefined);
    }
  });

  it("tells nothing of a surprise", async () => {
    const job = await enqueueJob("surprise", {}, alone(LOCAL_USER_ID));
    await withWorker(() => reaches(job.id, "failed"));
    expect((await getJob(LOCAL_USER_ID, job.id)).error).toEqual({ code: "server/unexpected", facts: {} });
  });

  it("of a kind nobody knows, or with parameters that are none, fails", async () => {
    const unknown = await enqueueJob("knit", {}, alone(LOCAL_USER_ID));
    const invalid = await enqueueJob("count", { to: "many" }, alone(LOCAL_USER_ID));
    await withWorker(async () => {
      expect((await reaches(unknown.id, "failed")).error?.code).toBe("request/invalid");
      expect((await reaches(invalid.id, "failed")).error?.code).toBe("request/invalid");
    });
  });
});

describe("cancelling", () => {
  it("takes a waiting job out at once", async () => {
    const job = await count({});
    expect((await cancelJob(LOCAL_USER_ID, job.id)).state).toBe("cancelled");
    const next = await count({});
    started.length = 0;
    await withWorker(() => reaches(next.id, "done"));
    expect(started).toEqual([next.id]);
  });

  it("stops a running job, which resumes where it was", async () => {
    const job = await count({ to: 5, holdAt: 3 });
    await withWorker(async () => {
      await progresses(job.id);
      expect((await cancelJob(LOCAL_USER_ID, job.id)).state).toBe("cancelling");
      const { progress } = await reaches(job.id, "cancelled");
      expect(progress?.done).toBeGreaterThan(0);
      isGateOpen = true;
      await resumeJob(LOCAL_USER_ID, job.id);
      const { result } = await reaches(job.id, "done");
      expect(result).toMatchObject({ from: progress?.done });
    });
  });

  it("leaves a job that is done as it is, and such a one is not resumed", async () => {
    const job = await count({ to: 1 });
    await withWorker(() => reaches(job.id, "done"));
    expect((await cancelJob(LOCAL_USER_ID, job.id)).state).toBe("done");
    await expect(resumeJob(LOCAL_USER_ID, job.id)).rejects.toMatchObject({ code: "request/conflict" });
  });
});

describe("after the worker ended", () => {
  it("in order, a job waits and goes on from its checkpoint", async () => {
    const job = await count({ to: 5, holdAt: 3 });
    await withWorker(() => progresses(job.id));
    isGateOpen = true;
    const waiting = await getJob(LOCAL_USER_ID, job.id);
    expect(waiting.state).toBe("queued");
    await withWorker(() => reaches(job.id, "done"));
    expect((await getJob(LOCAL_USER_ID, job.id)).result).toMatchObject({ from: waiting.progress?.done });
  });

  it("by a kill, what ran goes on, what was being cancelled is cancelled, and the order holds", async () => {
    const [killed, waiting] = [await count({}), await count({})];
    const cancelled = await count({}, "beside");
    // as a killed worker leaves them: with a number whose lock is free
    const left = { worker: 4_711, attempts: 1 };
    await getDatabase()
      .update(jobs)
      .set({ state: "running", ...left })
      .where(eq(jobs.id, killed.id));
    await getDatabase()
      .update(jobs)
      .set({ state: "cancelling", ...left })
      .where(eq(jobs.id, cancelled.id));
    await writeCheckpoint(connection(), { id: killed.id, worker: left.worker }, 2);
    started.length = 0;
    await withWorker(() => reaches(waiting.id, "done"));
    expect(await getJob(LOCAL_USER_ID, killed.id)).toMatchObject({
      state: "done",
      result: { from: 2, steps: 1 },
    });
    expect((await getJob(LOCAL_USER_ID, cancelled.id)).state).toBe("cancelled");
    expect(started).toEqual([killed.id, waiting.id]);
  });

  it("again and again by the same job, that job is given up", async () => {
    const job = await count({});
    await getDatabase().update(jobs).set({ state: "running", attempts: 5 });
    await withWorker(() => reaches(job.id, "failed"));
    expect((await getJob(LOCAL_USER_ID, job.id)).error).toEqual({
      code: "job/crashed",
      facts: { attempts: 5 },
    });
  });
});

describe("several workers", () => {
  it("share the queues, never two jobs of one queue at the same time, each job once", async () => {
    let [atWork, most] = [0, 0];
    const runs: string[] = [];
    const lonely: AnyJobHandler = {
      kind: "alone",
      params: z.object({}),
      result: z.unknown(),
      async run({ id }) {
        runs.push(id);
        most = Math.max(most, ++atWork);
        await sleep(2);
        atWork--;
      },
    };
    const made: Job[] = [];
    for (let i = 0; i < 40; i++) made.push(await enqueueJob("alone", {}, alone(LOCAL_USER_ID)));
    const stop = new AbortController();
    const workers = [1, 2, 3].map(() => workUntil(stop.signal, [lonely]));
    await Promise.all(made.map(({ id }) => reaches(id, "done")));
    stop.abort();
    await Promise.all(workers);
    expect(most).toBe(1);
    expect(runs).toEqual(made.map(({ id }) => id));
  });

  it("know of each other: a job whose worker lives is left alone", async () => {
    const job = await count({ holdAt: 1 });
    await withWorker(async () => {
      await progresses(job.id);
      expect(await hasWorker(connection())).toBe(true);
      // what a second worker does when it checks by itself
      await recoverJobs(connection(), 1);
      expect(await getJob(LOCAL_USER_ID, job.id)).toMatchObject({ state: "running" });
      isGateOpen = true;
      await reaches(job.id, "done");
    });
    expect(await hasWorker(connection())).toBe(false);
  });

  it("that was taken for dead writes nothing any more", async () => {
    const job = await count({});
    await writeCheckpoint(connection(), { id: job.id, worker: 4_711 }, "late");
    const end = { state: "done", result: "late" } as const;
    expect(await markEnded(connection(), { id: job.id, worker: 4_711 }, end)).toBe(false);
    expect(await getJob(LOCAL_USER_ID, job.id)).toMatchObject({ state: "queued", result: null });
  });
});

describe("a queue of three hundred", () => {
  it("asks the database as often for each job as a queue of twenty does", async () => {
    const quick: AnyJobHandler = {
      kind: "quick",
      params: z.object({}),
      result: z.unknown(),
      run: async () => null,
    };
    const perJob = async (jobCount: number) => {
      await getDatabase().delete(jobs);
      for (let i = 0; i < jobCount; i++) await enqueueJob("quick", {}, alone(LOCAL_USER_ID));
      const asked = vi.spyOn(pg.Client.prototype, "query");
      const last = (await findJobs(connection(), { limit: 1 }))[0];
      await withWorker(() => reaches(last?.id ?? "", "done"), [quick]);
      const [left] = await getDatabase().select({ jobs: rows() }).from(jobs).where(eq(jobs.state, "queued"));
      expect(left?.jobs).toBe(0);
      const { length } = asked.mock.calls;
      asked.mockRestore();
      return length / jobCount;
    };
    const few = await perJob(20);
    expect(await perJob(300)).toBeLessThan(few * 2);
  });
});

describe("a schedule", () => {
  const daily = {
    name: "count daily",
    kind: "count",
    params: { to: 1 },
    everySeconds: 86_400,
    isDueAtStart: true,
  };
  const queued = () => findJobs(connection(), { kinds: ["count"], limit: 50 });

  it("that is due puts its work into the queue once, however many look", async () => {
    await transaction((queries) => declareSchedules(queries, [daily]));
    await Promise.all([
      transaction((queries) => queueDueWork(queries)),
      transaction((queries) => queueDueWork(queries)),
      transaction((queries) => queueDueWork(queries)),
    ]);
    expect(await queued()).toMatchObject([{ params: { to: 1 }, createdBy: LOCAL_USER_ID }]);
    // not due again for a day
    await transaction((queries) => queueDueWork(queries));
    expect(await queued()).toHaveLength(1);
  });

  it("leaves it when the same still waits, and is due again after its time", async () => {
    await transaction((queries) => declareSchedules(queries, [daily]));
    await transaction((queries) => queueDueWork(queries));
    await transaction((queries) => declareSchedules(queries, [daily]));
    await transaction((queries) => queueDueWork(queries));
    expect(await queued()).toHaveLength(1);
    await getDatabase().update(jobs).set({ state: "done" });
    await getDatabase()
      .update(jobSchedules)
      .set({ nextAt: new Date(Date.now() - 1_000) });
    await transaction((queries) => queueDueWork(queries));
    expect(await queued()).toHaveLength(2);
  });

  it("that the code no longer has is gone", async () => {
    await transaction((queries) => declareSchedules(queries, [daily]));
    await transaction((queries) =>
      declareSchedules(queries, [{ ...daily, name: "another", isDueAtStart: false }]),
    );
    const left = await getDatabase().select().from(jobSchedules);
    expect(left.map(({ name }) => name)).toEqual(["another"]);
    await transaction((queries) => queueDueWork(queries));
    expect(await queued()).toEqual([]);
  });

  it("is looked after by a worker that runs", async () => {
    await withWorker(async () => {
      const [job] = await queued();
      expect(job).toBeUndefined();
    });
    const stop = new AbortController();
    const working = workUntil(stop.signal, [counting], { schedules: [daily] });
    for (let [job] = await queued(); job?.state !== "done"; [job] = await queued()) await sleep(25);
    stop.abort();
    await working;
  });
});

describe("secondsLeft", () => {
  const first = { done: 100, atMs: 0 };
  const at = (done: number, total: number | null) => ({ done, total, unit: "photos", note: "" });
  it("is told from the pace of this run", () => {
    // 100 photos in 10 s, 800 to go
    expect(secondsLeft(first, at(200, 1_000), 10_000)).toBe(80);
    expect(secondsLeft(first, at(1_000, 1_000), 10_000)).toBe(0);
  });
  it("is not told early, without a total or without progress", () => {
    expect(secondsLeft(first, at(200, 1_000), 2_999)).toBeNull();
    expect(secondsLeft(first, at(200, null), 10_000)).toBeNull();
    expect(secondsLeft(first, at(100, 1_000), 10_000)).toBeNull();
  });
});
