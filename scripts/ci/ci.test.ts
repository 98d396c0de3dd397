import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { projectRoot } from "@/server/storage/project-root";

const root = projectRoot();
const folder = join(root, ".github/workflows");
const workflows = readdirSync(folder);

interface Step {
  readonly run?: string;
}
interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps?: readonly Step[]; readonly uses?: string }>>;
}
const read = (name: string): Workflow => parse(readFileSync(join(folder, name), "utf8"));
const jobsOf = (name: string) => Object.values(read(name).jobs);

describe.each(workflows)("%s", (name) => {
  it("runs scripts that are there", () => {
    const runs = jobsOf(name).flatMap(({ steps = [] }) => steps.flatMap(({ run }) => run ?? []));
    const scripts = runs.flatMap((run) => run.match(/(?:\.ci|scripts)\/[\w./-]+/g) ?? []);
    for (const script of scripts) expect(existsSync(join(root, script)), script).toBe(true);
  });

  it("puts nothing that a stranger wrote into a command", () => {
    for (const { steps = [] } of jobsOf(name))
      for (const { run = "" } of steps)
        expect(run).not.toMatch(/\$\{\{\s*(github\.event|inputs|github\.head_ref)/);
  });

  it("calls workflows that are there", () => {
    for (const { uses } of jobsOf(name)) if (uses) expect(existsSync(join(root, uses)), uses).toBe(true);
  });
});

// a program of its own, which not every machine has
it.runIf(spawnSync("actionlint", ["-version"]).status === 0)("has no finding of actionlint", () => {
  expect(execFileSync("actionlint", ["-no-color"], { cwd: root, encoding: "utf8" })).toBe("");
});

describe("the notes of a release", () => {
  const notes = (version: string) =>
    spawnSync(process.execPath, [join(root, "scripts/ci/release-notes.mjs"), version], { encoding: "utf8" });

  it("are refused for a version that the changelog does not have, or calls unreleased", () => {
    expect(notes("99.0.0")).toMatchObject({ status: 1, stdout: "" });
    expect(notes("")).toMatchObject({ status: 1, stdout: "" });
    expect(notes("0.1.0").stderr).toContain("still calls 0.1.0 unreleased");
  });
});
