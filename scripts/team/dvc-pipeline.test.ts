import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { findDvc } from "@/server/datasets/dvc/testing/find-dvc";
import { projectPath } from "@/server/storage/project-root";

// the first run installs DVC
vi.setConfig({ testTimeout: 900_000 });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "forage-pipeline-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Doubles of the scripts: each writes down what it was asked, and the file that it is to write. */
const DOUBLE = `echo "$(basename "$0") $*" >>asked.txt
for last; do :; done
echo "{}" >"$last"
`;

function makeRepository(): void {
  const scripts = join(folder, "forage", "scripts", "team");
  mkdirSync(scripts, { recursive: true });
  for (const name of ["data-check.sh", "dvc-stage.sh"]) writeFileSync(join(scripts, name), DOUBLE);
  mkdirSync(join(folder, "sets", "kitchen"), { recursive: true });
  writeFileSync(join(folder, "sets", "kitchen", "data.yaml"), "names: [apple]\n");
  cpSync(projectPath("scripts", "team", "dvc.yaml"), join(folder, "dvc.yaml"));
  writeFileSync(join(folder, "params.yaml"), params(1));
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
}

const params = (epochs: number) => `forage: forage\nset: sets/kitchen\nconfig: balanced\nepochs: ${epochs}\n`;

it("the stages run in their order, once, and only those whose inputs changed run again", async ({ skip }) => {
  const dvc = await findDvc();
  if ("reason" in dvc) return skip(dvc.reason);
  makeRepository();
  const run = (...words: string[]) =>
    execFileSync(dvc.program, words, { cwd: folder, env: { ...process.env, HOME: folder }, stdio: "pipe" });
  const asked = () => readFileSync(join(folder, "asked.txt"), "utf8").trim().split("\n");
  run("init", "--quiet");
  run("repro", "--quiet");
  const whole = [
    "data-check.sh sets/kitchen check.md",
    "dvc-stage.sh version sets/kitchen version.json",
    "dvc-stage.sh train version.json balanced 1 run.json",
    "dvc-stage.sh eval sets/kitchen run.json eval.json",
  ];
  expect(asked()).toEqual(whole);
  run("repro", "--quiet");
  expect(asked()).toEqual(whole);
  // the double's answers are the same, so what follows from them is not repeated
  writeFileSync(join(folder, "params.yaml"), params(2));
  run("repro", "--quiet");
  expect(asked()).toEqual([...whole, "dvc-stage.sh train version.json balanced 2 run.json"]);
  appendFileSync(join(folder, "sets", "kitchen", "data.yaml"), "nc: 1\n");
  run("repro", "--quiet");
  expect(asked().slice(5)).toEqual([whole[0], whole[1], whole[3]]);
});
