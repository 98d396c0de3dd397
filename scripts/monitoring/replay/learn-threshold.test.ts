import { describe, expect, it } from "vitest";
import { createNumpyRandom } from "@/lib/core/monitoring/distributions/mersenne-twister";
import { learnThreshold } from "./learn-threshold";

const RATE = 0.05;
const [RUNS, DAYS, TRIES] = [100, 8, 200];

/** Runs whose days share a reference: `shared` of a value's spread is the run's. Seeded. */
function someRuns(seed: number, shared: number): number[][] {
  const random = createNumpyRandom(seed);
  return Array.from({ length: RUNS }, () => {
    const ofRun = random.fraction();
    return Array.from({ length: DAYS }, () => shared * ofRun + (1 - shared) * random.fraction());
  });
}

const rateOn = (runs: readonly (readonly number[])[], threshold: number) =>
  runs.flat().filter((value) => value > threshold).length / (RUNS * DAYS);

/** What was learned until now: the value that one in twenty of the days lies above. */
function plainQuantile(runs: readonly (readonly number[])[]): number {
  const sorted = runs.flat().toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * (1 - RATE)) - 1] ?? 0;
}

describe.each([0, 0.3, 0.5])("of runs whose days share %s of their spread", (shared) => {
  const measured = (learn: (runs: number[][]) => number) =>
    Array.from({ length: TRIES }, (_, at) =>
      rateOn(someRuns(60_000 + at, shared), learn(someRuns(10_000 + at, shared))),
    );

  it("other days raise no more false alarms than one in twenty, but for one try in twenty", () => {
    const rates = measured((runs) => learnThreshold(runs, RATE));
    // 5 % of 200 tries, and three standard deviations of that
    expect(rates.filter((rate) => rate > RATE).length).toBeLessThanOrEqual(10 + 9);
    // and not by never alarming
    expect(rates.reduce((sum, rate) => sum + rate, 0) / TRIES).toBeGreaterThan(0.02);
  });

  it("the plain quantile of few days raises more on others nearly every second time", () => {
    expect(measured(plainQuantile).filter((rate) => rate > RATE).length).toBeGreaterThan(TRIES * 0.35);
  });
});

it("counts, of which many are equal, alarm above the threshold alone", () => {
  const counts = Array.from({ length: 100 }, (_, run) => [run < 20 ? 1 : 0, 0, 0, 0, run < 2 ? 2 : 0]);
  // above 0: 22 of 500, and by the spread perhaps more; above 1: 2 of 500
  expect(learnThreshold(counts, 0.05)).toBe(1);
  expect(
    learnThreshold(
      [
        [3, 3],
        [3, 3],
      ],
      0.05,
    ),
  ).toBe(3);
});
