import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Job, JobState } from "@/lib/contracts/jobs";
import { AppError } from "@/lib/core/errors";
import { getDatabase } from "@/server/db/client";
import { jobs } from "@/server/db/schema/jobs";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { writeCheckpoint } from "./repository";
import { secondsLeft } from "./run-job";
import {
  type AnyJobHandler,
  cancelJob,
  enqueueJob,
  getJob,
  type JobHandler,
  resumeJob,
  watchJobs,
} from "./service";
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
    const job = await getJob(id);
    if (is(job)) return job;
    if (Date.now() > deadline) throw new Error(`still ${job.state}, not ${what}`);
    await sleep(25);
  }
}
const reaches = (id: string, state: JobState) => becomes(id, state, (job) => job.state === state);
const progresses = (id: string) => becomes(id, "under way", ({ progress }) => (progress?.done ?? 0) > 0);

const count = (params: Partial<Counting>, lane?: string) =>
  enqueueJob("count", { to: 3, ...params }, LOCAL_USER_ID, { lane });

describe("a job", () => {
  it("waits, runs and keeps its result and last progress", async () => {
    const job = await count({});
    expect(job).toMatchObject({ state: "queued", progress: null, result: null, startedAt: null });
    await withWorker(() => reaches(job.id, "done"));
    expect(await getJob(job.id)).toMatchObject({
      state: "done",
      result: { steps: 3, from: 0 },
      progress: { done: 3, total: 3, unit: "steps" },
      error: null,
    });
  });

  it("runs after the one before it in its queue, beside one on another lane", async () => {
    const first = await count({ holdAt: 2 });
    const second = await count({});
    const beside = await count({}, "cuda:0");
    await withWorker(async () => {
      await reaches(beside.id, "done");
      await reaches(first.id, "running");
      expect((await getJob(second.id)).state).toBe("queued");
      isGateOpen = true;
      await reaches(second.id, "done");
      expect((await getJob(first.id)).state).toBe("done");
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
      await resumeJob(job.id);
      expect(await reaches(job.id, "done")).toMatchObject({ result: { from: 2, steps: 3 }, error: null });
    });
  });

  it("tells nothing of a surprise", async () => {
    const job = await enqueueJob("surprise", {}, LOCAL_USER_ID);
    await withWorker(() => reaches(job.id, "failed"));
    expect((await getJob(job.id)).error).toEqual({ code: "server/unexpected", facts: {} });
  });

  it("of a kind nobody knows, or with parameters that are none, fails", async () => {
    const unknown = await enqueueJob("knit", {}, LOCAL_USER_ID);
    const invalid = await enqueueJob("count", { to: "many" }, LOCAL_USER_ID);
    await withWorker(async () => {
      expect((await reaches(unknown.id, "failed")).error?.code).toBe("request/invalid");
      expect((await reaches(invalid.id, "failed")).error?.code).toBe("request/invalid");
    });
  });
});

describe("cancelling", () => {
  it("takes a waiting job out at once", async () => {
    const job = await count({});
    expect((await cancelJob(job.id)).state).toBe("cancelled");
    const next = await count({});
    started.length = 0;
    await withWorker(() => reaches(next.id, "done"));
    expect(started).toEqual([next.id]);
  });

  it("stops a running job, which resumes where it was", async () => {
    const job = await count({ to: 5, holdAt: 3 });
    await withWorker(async () => {
      await progresses(job.id);
      expect((await cancelJob(job.id)).state).toBe("cancelling");
      const { progress } = await reaches(job.id, "cancelled");
      expect(progress?.done).toBeGreaterThan(0);
      isGateOpen = true;
      await resumeJob(job.id);
      const { result } = await reaches(job.id, "done");
      expect(result).toMatchObject({ from: progress?.done });
    });
  });

  it("leaves a job that is done as it is, and such a one is not resumed", async () => {
    const job = await count({ to: 1 });
    await withWorker(() => reaches(job.id, "done"));
    expect((await cancelJob(job.id)).state).toBe("done");
    await expect(resumeJob(job.id)).rejects.toMatchObject({ code: "request/conflict" });
  });
});

describe("after the worker ended", () => {
  it("in order, a job waits and goes on from its checkpoint", async () => {
    const job = await count({ to: 5, holdAt: 3 });
    await withWorker(() => progresses(job.id));
    isGateOpen = true;
    const waiting = await getJob(job.id);
    expect(waiting.state).toBe("queued");
    await withWorker(() => reaches(job.id, "done"));
    expect((await getJob(job.id)).result).toMatchObject({ from: waiting.progress?.done });
  });

  it("by a kill, what ran goes on, what was being cancelled is cancelled, and the order holds", async () => {
    const [killed, cancelled, waiting] = [await count({}), await count({}), await count({})];
    // as a killed worker leaves them
    await getDatabase().update(jobs).set({ state: "running", attempts: 1 });
    await writeCheckpoint(killed.id, 2);
    await getDatabase().execute(`update jobs set state = 'cancelling' where id = '${cancelled.id}'`);
    await getDatabase().execute(`update jobs set state = 'queued' where id = '${waiting.id}'`);
    await getDatabase().execute(`update pgboss.job set state = 'active' where id = '${killed.id}'`);
    started.length = 0;
    await withWorker(() => reaches(waiting.id, "done"));
    expect(await getJob(killed.id)).toMatchObject({ state: "done", result: { from: 2, steps: 1 } });
    expect((await getJob(cancelled.id)).state).toBe("cancelled");
    expect(started).toEqual([killed.id, waiting.id]);
  });

  it("again and again by the same job, that job is given up", async () => {
    const job = await count({});
    await getDatabase().update(jobs).set({ state: "running", attempts: 5 });
    await withWorker(() => reaches(job.id, "failed"));
    expect((await getJob(job.id)).error).toEqual({ code: "job/crashed", facts: { attempts: 5 } });
  });
});

describe("watching", () => {
  it("gives the job as it is, then changes while it runs, to its end", async () => {
    const job = await count({ to: 120, stepMs: 25 });
    const stop = new AbortController();
    const states: string[] = [];
    const watching = (async () => {
      for await (const seen of watchJobs({ jobId: job.id }, stop.signal)) {
        states.push(seen.state);
        if (seen.state === "done") return;
      }
    })();
    await withWorker(() => reaches(job.id, "done").then(() => watching));
    stop.abort();
    expect(states[0]).toBe("queued");
    expect(states).toContain("running");
    expect(states.at(-1)).toBe("done");
    expect(states.length).toBeGreaterThan(3);
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
