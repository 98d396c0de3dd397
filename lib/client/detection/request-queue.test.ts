import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { createDetectionRequest, JobQueue } from "./request-queue";

const jobOf = (run: number, signal?: AbortSignal, onCancel = () => {}) => {
  const job = createDetectionRequest(run, new Blob(), { signal, onCancel });
  job.result.catch(() => {});
  return job;
};

describe("JobQueue", () => {
  it("takes the oldest and the newest in turns", () => {
    const queue = new JobQueue();
    for (let run = 1; run <= 5; run++) queue.add(jobOf(run));
    expect([1, 2, 3, 4, 5].map(() => queue.take()?.run)).toEqual([1, 5, 2, 4, 3]);
    expect(queue.take()).toBeUndefined();
  });

  it("takes a single waiting photo first in, first out", () => {
    const queue = new JobQueue();
    for (let run = 1; run <= 3; run++) {
      queue.add(jobOf(run));
      expect(queue.take()?.run).toBe(run);
    }
  });

  it("gives back first what was put back", () => {
    const queue = new JobQueue();
    for (let run = 1; run <= 3; run++) queue.add(jobOf(run));
    const interrupted = queue.take();
    if (interrupted) queue.putBack(interrupted);
    expect(queue.take()).toBe(interrupted);
  });

  it("starves nobody while photos keep coming", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (waiting) => {
        const queue = new JobQueue();
        for (let run = 0; run < waiting; run++) queue.add(jobOf(run));
        const taken: (number | undefined)[] = [];
        for (let later = 0; later < 2 * waiting; later++) {
          queue.add(jobOf(100 + later));
          taken.push(queue.take()?.run);
        }
        for (let run = 0; run < waiting; run++) expect(taken).toContain(run);
      }),
      { numRuns: 20 },
    );
  });
});

describe("createDetectionRequest", () => {
  it("rejects when it is called off and tells whoever holds it", async () => {
    const controller = new AbortController();
    const onCancel = vi.fn();
    const job = jobOf(1, controller.signal, onCancel);
    controller.abort();
    await expect(job.result).rejects.toMatchObject({ code: "detection/cancelled" });
    expect(onCancel).toHaveBeenCalledOnce();
    expect(job.isSettled()).toBe(true);
  });

  it("is over at once when it was called off before", async () => {
    const job = jobOf(1, AbortSignal.abort());
    expect(job.isSettled()).toBe(true);
    await expect(job.result).rejects.toMatchObject({ code: "detection/cancelled" });
  });

  it("is not called off after its end", () => {
    const controller = new AbortController();
    const onCancel = vi.fn();
    jobOf(1, controller.signal, onCancel).reject(new Error("over"));
    controller.abort();
    expect(onCancel).not.toHaveBeenCalled();
  });
});
