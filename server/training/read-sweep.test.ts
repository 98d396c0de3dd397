import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { readSweep } from "./read-sweep";

const folder = mkdtempSync(path.join(tmpdir(), "forage-sweep-"));

function write(text: string): string {
  const file = path.join(folder, "sweep.yaml");
  writeFileSync(file, text);
  return file;
}

it("reads what docs/sweeps.md shows, with what is usual for the rest", async () => {
  const file = write(`
method: tpe
parameters:
  lr: { from: 0.0001, to: 0.01, scale: log }
  optimiser: { values: [adamw, sgd] }
budget: { runs: 8 }
`);
  expect(await readSweep(file)).toEqual({
    method: "tpe",
    parameters: {
      lr: { from: 0.0001, to: 0.01, step: null, scale: "log" },
      optimiser: { values: ["adamw", "sgd"] },
    },
    budget: { runs: 8, hours: null },
    pruning: { startAfterTrials: 4, startAfterEpochs: 1 },
    parallel: null,
    seed: 0,
  });
});

it("reads a grid without a budget", async () => {
  const file = write("method: grid\nparameters: { lr: { values: [0.1, 0.01] } }\n");
  expect(await readSweep(file)).toMatchObject({ method: "grid", budget: { runs: null, hours: null } });
});

it.each([
  ["method: bayes\nparameters: {}\nbudget: {}", /method/],
  [
    "parameters: { lr: 0.1 }\nbudget: { runs: 1 }",
    /parameters\.lr has neither a list of values nor two numbers/,
  ],
  ["parameters: {}\nbudget: { run: 1 }", /budget.*run/],
  ["parameters: {}\nbudget: { runs: 1.5 }", /budget\.runs/],
  ["parameters: [", /./],
  ["method: grid", /^parameters is missing$/],
  ["", /^it is empty$/],
  ["just words", /object/],
])("says of %j what is wrong", async (text, reason) => {
  await expect(readSweep(write(text))).rejects.toMatchObject({
    code: "sweep/bad-file",
    facts: { file: "sweep.yaml", reason: expect.stringMatching(reason) },
  });
});

it("says when there is no file", async () => {
  await expect(readSweep(path.join(folder, "none.yaml"))).rejects.toMatchObject({ code: "sweep/bad-file" });
});
