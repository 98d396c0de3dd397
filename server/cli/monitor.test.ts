import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createRandom } from "@/lib/core/metrics/random";
import { addMonitorCommands } from "./monitor";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "forage-monitor-"));
  await Promise.all([
    rows("reference.jsonl", 1, 300, 0),
    rows("alike.jsonl", 2, 200, 0),
    rows("moved.jsonl", 3, 200, 0.5),
    rows("few.jsonl", 4, 12, 0.5),
    writeFile(path.join(folder, "other.csv"), "z\n1\n2\n"),
  ]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Rows with a time that always differs, brightness and scores that move, and gaps that grow with them. */
function rows(name: string, seed: number, count: number, shift: number): Promise<void> {
  const random = createRandom(seed);
  const lines = Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      time: seed * 1000 + index,
      brightness: random() + shift,
      scores: { mean: random() * (1 - shift) },
      backend: random() < 0.6 ? "wasm" : "webgpu",
      ...(random() < 1 - shift ? { gap: random() } : {}),
    }),
  );
  return writeFile(path.join(folder, name), lines.join("\n"));
}

let stdout = "";
let stderr = "";
beforeEach(() => {
  stdout = "";
  stderr = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function compare(reference: string, current: string, ...flags: readonly string[]) {
  const program = new Command().exitOverride();
  addMonitorCommands(program);
  for (const command of program.commands.flatMap((one) => [one, ...one.commands])) command.exitOverride();
  const files = [reference, current].map((name) => path.join(folder, name));
  await program.parseAsync(["monitor", "compare", ...files, ...flags], { from: "user" });
  return { status: process.exitCode, finding: JSON.parse(stdout) as Record<string, unknown> };
}

describe("forage monitor compare", () => {
  it("ends with 0 where nothing has changed, and says so in a table and as JSON", async () => {
    const { status, finding } = await compare("reference.jsonl", "alike.jsonl", "--without", "time");
    expect(status).toBe(0);
    expect(finding).toMatchObject({ verdict: "no drift", comparable: 4, judged: 4, drifted: 0 });
    expect(stderr).toMatch(/^column +kind +test +value +threshold +verdict +rows\n/);
    expect(stderr).toMatch(
      /brightness +number +ks +p 0\.\d{4} \(0\.\d{4}\) +0\.0500 +no drift +300 \/ 200\n/,
    );
    expect(stderr).toContain("No drift in 4 columns.");
  });

  it("ends with 3 where half of the columns drift, and names what is missing more often", async () => {
    const { status, finding } = await compare("reference.jsonl", "moved.jsonl", "--without", "time");
    expect(status).toBe(3);
    expect(finding).toMatchObject({ verdict: "drift", drifted: 2, comparable: 4 });
    expect(stderr).toMatch(
      /gap is missing in 0 % of the reference's rows and (4\d|5\d) % of the current ones/,
    );
    expect(stderr).toContain("Drift: 2 of 4 columns drift, at least 50 %.");
  });

  it("ends with 4 where there are too few rows", async () => {
    const { status } = await compare("reference.jsonl", "few.jsonl", "--without", "time");
    expect(status).toBe(4);
    expect(stderr).toContain(
      "No verdict: only 0 of 4 columns could be judged. Collect more rows and compare again.",
    );
  });

  it("gives Evidently's verdict on the same few rows", async () => {
    const { finding } = await compare("reference.jsonl", "few.jsonl", "--without", "time", "--as-evidently");
    expect(finding).toMatchObject({ correction: "none", judged: 4 });
  });

  it("compares only the columns that are named, by the test and the share that are asked for", async () => {
    const flags = ["--columns", "brightness", "backend", "--numbers", "psi", "--share", "1"];
    const { status, finding } = await compare("reference.jsonl", "moved.jsonl", ...flags);
    expect(status).toBe(0);
    expect(finding).toMatchObject({
      drifted: 1,
      columns: [
        { column: "brightness", test: "psi", verdict: "drift" },
        { column: "backend", test: "z", verdict: "no drift" },
      ],
    });
    expect(stderr).toContain("No drift of the whole: 1 of 2 columns drift, less than 100 %.");
  });

  it.each([
    [["--columns", "nothing"], 'no column is called "nothing"'],
    [["--columns", "time", "--without", "time"], "have no column that can be compared"],
  ])("refuses %j", async (flags, said) => {
    await expect(compare("reference.jsonl", "alike.jsonl", ...flags)).rejects.toMatchObject({
      code: "request/invalid",
      facts: { field: expect.stringContaining(said) },
    });
  });

  it("refuses files that share no column", async () => {
    await expect(compare("reference.jsonl", "other.csv")).rejects.toMatchObject({ code: "request/invalid" });
  });

  it.each([["0"], ["2"], ["half"]])("refuses a share of %s", async (share) => {
    await expect(compare("reference.jsonl", "alike.jsonl", "--share", share)).rejects.toThrow(
      "a number above 0, at most 1",
    );
  });
});

describe("forage monitor report", () => {
  const report = (...args: string[]) => {
    const program = new Command().exitOverride();
    addMonitorCommands(program);
    return program.parseAsync(["monitor", "report", ...args], { from: "user" });
  };

  it("needs two files and somebody to look at them", async () => {
    const [first, second] = ["reference.jsonl", "moved.jsonl"].map((name) => path.join(folder, name));
    await expect(report(first ?? "")).rejects.toMatchObject({ code: "request/invalid" });
    await expect(report(first ?? "", second ?? "")).rejects.toMatchObject({ code: "request/invalid" });
    expect(stdout).toBe("");
  });
});
