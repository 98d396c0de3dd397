import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { describe, expect, it, vi } from "vitest";
import { controlLength, runShared, wakeHelpers } from "./work-sharing";

// runs a network on threads
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** A helper that adds one to a count for each piece, as the first thread does. */
const HELPER = `
  import { workerData } from "node:worker_threads";
  import { helpOnce } from "./work-sharing";
  const { control, counts, steps } = workerData;
  const pieces = steps.map((pieces) => ({ pieces, mine: pieces === 1 }));
  for (;;) helpOnce(control, pieces, (step, piece) => {
    if (workerData.fails) throw new Error("no such address");
    Atomics.add(counts, step * 16 + piece, 1);
  });
`;

async function startHelpers(count: number, workerData: object): Promise<Worker[]> {
  const { outputFiles } = await build({
    stdin: { contents: HELPER, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    format: "cjs",
    platform: "node",
    write: false,
  });
  const code = outputFiles[0]!.text;
  return Array.from({ length: count }, () => new Worker(code, { eval: true, workerData }));
}

describe("runShared", () => {
  it.each([0, 3])(
    "does each piece once and each step after the one before, with %i helpers",
    async (count) => {
      const steps = [7, 1, 16, 3, 1, 12];
      const control = new Int32Array(new SharedArrayBuffer(controlLength(steps.length) * 4));
      const counts = new Int32Array(new SharedArrayBuffer(steps.length * 16 * 4));
      const helpers = await startHelpers(count, { control, counts, steps });
      const pieces = steps.map((number) => ({ pieces: number, mine: number === 1 }));
      const runs = 300;
      let early = 0;
      for (let run = 1; run <= runs; run++) {
        runShared(control, pieces, (step, piece) => {
          const doneBefore = steps
            .slice(0, step)
            .every((number, at) =>
              [...counts.subarray(at * 16, at * 16 + number)].every((done) => done === run),
            );
          if (!doneBefore) early++;
          Atomics.add(counts, step * 16 + piece, 1);
        });
      }
      await Promise.all(helpers.map((helper) => helper.terminate()));
      expect(early).toBe(0);
      steps.forEach((number, step) => {
        expect([...counts.subarray(step * 16, step * 16 + number)]).toEqual(Array(number).fill(runs));
      });
    },
  );

  it("does each piece once when helpers were woken before, or for nothing", async () => {
    const steps = [16, 16];
    const control = new Int32Array(new SharedArrayBuffer(controlLength(steps.length) * 4));
    const counts = new Int32Array(new SharedArrayBuffer(steps.length * 16 * 4));
    const helpers = await startHelpers(2, { control, counts, steps });
    const pieces = steps.map((number) => ({ pieces: number, mine: false }));
    for (let run = 0; run < 20; run++) {
      wakeHelpers(control);
      // some are still awake when the run opens, some sleep again
      await new Promise((resolve) => setTimeout(resolve, run * 2));
      runShared(control, pieces, (step, piece) => {
        Atomics.add(counts, step * 16 + piece, 1);
      });
    }
    await Promise.all(helpers.map((helper) => helper.terminate()));
    expect([...counts]).toEqual(Array(32).fill(20));
  });

  it("says so when a helper fails, instead of waiting for its piece", async () => {
    const steps = [16];
    const control = new Int32Array(new SharedArrayBuffer(controlLength(steps.length) * 4));
    const counts = new Int32Array(new SharedArrayBuffer(16 * 4));
    const [helper] = await startHelpers(1, { control, counts, steps, fails: true });
    const failed = new Promise((resolve) => helper!.once("error", resolve));
    const run = () => {
      runShared(control, [{ pieces: 16, mine: false }], () => {
        // until the helper has taken a piece
        Atomics.wait(counts, 0, 0, 5);
      });
    };
    expect(() => {
      for (let count = 0; count < 1000; count++) run();
    }).toThrow("a helper's thread failed");
    expect(await failed).toMatchObject({ message: "no such address" });
  });
});
