import { expect, it } from "vitest";
import { sweepProblem } from "@/lib/contracts/sweep-problem";
import { FIRST_SWEEP, freshParameter, startOf, toSweep } from "./sweep-typed";

it("begins as a sweep that can be started", () => {
  const sweep = toSweep(FIRST_SWEEP);
  expect(sweep && sweepProblem(sweep)).toBeNull();
  expect(sweep).toMatchObject({ method: "tpe", budget: { runs: 12, hours: null } });
});

it("lists words as they are typed, and numbers as numbers", () => {
  const words = { ...startOf("optimiser"), list: "adamw , sgd," };
  const numbers = { ...startOf("batch"), way: "list" as const, list: "4, 8" };
  expect(toSweep({ ...FIRST_SWEEP, parameters: [words, numbers] })?.parameters).toEqual({
    optimiser: { values: ["adamw", "sgd"] },
    batch: { values: [4, 8] },
  });
});

it("is no sweep while an end is empty: it is not taken for 0", () => {
  expect(toSweep({ ...FIRST_SWEEP, parameters: [startOf("lr")] })).toBeNull();
  expect(toSweep({ ...FIRST_SWEEP, runs: "ten" })).toBeNull();
});

it("takes an empty budget for none", () => {
  const sweep = toSweep({ ...FIRST_SWEEP, runs: "" });
  expect(sweep && sweepProblem(sweep)?.code).toBe("sweep/no-budget");
});

it("offers a value that is not varied yet", () => {
  expect(freshParameter([startOf("optimiser")])?.name).toBe("momentum");
});
