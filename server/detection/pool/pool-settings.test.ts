import { expect, it } from "vitest";
import { poolSettings } from "./pool-settings";

const machine = (environment: Record<string, string> = {}, devices: readonly string[] = []) =>
  ({ environment, platform: "linux", devices }) as const;

it("uses every core of a processor, and one worker on a GPU", () => {
  expect(poolSettings(machine(), 6)).toMatchObject({ workers: 6, capacity: 128, withinMs: 10_000 });
  expect(poolSettings(machine({}, ["renderD128"]), 6).workers).toBe(1);
});

it("gives an inference no more threads than there are cores for it", () => {
  expect(poolSettings(machine(), 6)).toMatchObject({ threads: 1, isFreeWhenAlone: true });
  expect(poolSettings(machine({ FORAGE_DETECTION_WORKERS: "2" }), 6).threads).toBe(3);
  expect(poolSettings(machine({ FORAGE_DETECTION_WORKERS: "8" }), 6).threads).toBe(1);
  expect(poolSettings(machine({}, ["renderD128"]), 6).threads).toBe(4);
});

it("looks at twice as many photos at once where servers elsewhere run the network", () => {
  expect(poolSettings(machine({ FORAGE_INFERENCE_URL: "http://gpu.example:8000" }), 6).workers).toBe(12);
});

it("takes what is set, and the usual for what is no whole number above 0", () => {
  const asked = {
    FORAGE_DETECTION_WORKERS: "3",
    FORAGE_DETECTION_THREADS: "2",
    FORAGE_DETECTION_QUEUE: "0",
    FORAGE_DETECTION_SECONDS: "soon",
  };
  expect(poolSettings(machine(asked), 6)).toEqual({
    workers: 3,
    threads: 2,
    isFreeWhenAlone: false,
    capacity: 128,
    withinMs: 10_000,
  });
});
