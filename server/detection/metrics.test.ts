import { expect, it } from "vitest";
import { AppError } from "@/lib/core/errors";
import { detectionMetrics, metricsPage } from "./metrics";

const figureOf = async (name: string) => {
  const { text } = await metricsPage();
  const line = text.split("\n").find((one) => one.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.split(" ").at(-1));
};

it("counts refusals by reason, failures by code, and the network's runs", async () => {
  const { observer } = detectionMetrics();
  observer.refused?.("too-late");
  observer.failed?.(new AppError("photo/damaged"));
  observer.failed?.(new Error("a surprise"));
  const timings = {
    queueMs: 30,
    decodeMs: 1,
    preprocessMs: 1,
    inferenceMs: 8,
    postprocessMs: 1,
    totalMs: 41,
  };
  const url = "http://gpu.example:8000";
  const attempts = [
    { url, ms: 12, failure: "refused" },
    { url, ms: 30 },
  ] as const;
  observer.answered?.({ timings, attempts, uses: [{ url }] });
  expect(await figureOf(`forage_remote_failed_total{url="${url}",why="refused"}`)).toBe(1);
  expect(await figureOf(`forage_remote_seconds_count{url="${url}"}`)).toBe(1);
  expect(await figureOf('forage_detection_refused_total{why="too-late"}')).toBe(1);
  expect(await figureOf('forage_detection_refused_total{why="full"}')).toBe(0);
  expect(await figureOf('forage_detection_failed_total{code="photo/damaged"}')).toBe(1);
  expect(await figureOf('forage_detection_failed_total{code="server/unexpected"}')).toBe(1);
  expect(await figureOf("forage_detection_inferences_total")).toBe(1);
  // 30 ms are above 20 and below 50
  expect(await figureOf('forage_detection_seconds_bucket{le="0.02",stage="queue"}')).toBe(0);
  expect(await figureOf('forage_detection_seconds_bucket{le="0.05",stage="queue"}')).toBe(1);
});

it("shows the pool as it is when it is asked", async () => {
  const metrics = detectionMetrics();
  expect(await figureOf("forage_detection_waiting")).toBe(0);
  metrics.look = () => ({
    state: { workers: 2, warm: 1, waiting: 7, inFlight: 1, cpuSeconds: 3, residentBytes: 5 },
    models: ["a/2"],
  });
  expect(await figureOf("forage_detection_waiting")).toBe(7);
  expect(await figureOf("forage_detection_workers_warm")).toBe(1);
  expect(await figureOf('forage_detection_model{model="a/2"}')).toBe(1);
  metrics.look = () => ({
    state: { workers: 2, warm: 2, waiting: 0, inFlight: 0, cpuSeconds: 3, residentBytes: 5 },
    models: ["a/3"],
  });
  expect(await figureOf('forage_detection_model{model="a/2"}')).toBeUndefined();
  expect(await figureOf("process_resident_memory_bytes")).toBeGreaterThan(1_000_000);
});
