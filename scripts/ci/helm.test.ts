import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { parseAllDocuments } from "yaml";
import { KNOWN_SETTINGS } from "@/server/settings/installation/known-settings";
import { projectRoot } from "@/server/storage/project-root";
import { pythonTool } from "@/server/storage/testing/python-tool";

// the first run installs a program
vi.setConfig({ testTimeout: 120_000, hookTimeout: 900_000 });

const chart = join(projectRoot(), "deploy/helm/forage");
const HOST = "host=forage.example";
const EVERYTHING = [
  "training.enabled=true",
  "worker.autoscaling.enabled=true",
  "objects.endpoint=http://objects:9000",
];
const NOTHING = [
  "web.autoscaling.enabled=false",
  "ingress.enabled=false",
  "networkPolicy.enabled=false",
  "secrets.objects.name=",
];
const KUBERNETES = "1.31.0";

interface Container {
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
  readonly securityContext: unknown;
  readonly readinessProbe: { readonly httpGet: { readonly httpHeaders: unknown } };
}
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly replicas?: number;
    readonly template: {
      readonly spec: {
        readonly containers: readonly [Container];
        readonly securityContext: unknown;
        readonly terminationGracePeriodSeconds: number;
      };
    };
  };
}

const flags = (set: readonly string[]) => [HOST, ...set].flatMap((one) => ["--set", one]);

function render(set: readonly string[]): string {
  return execFileSync("helm", ["template", "forage", chart, "--kube-version", KUBERNETES, ...flags(set)], {
    encoding: "utf8",
  });
}

const parsed = (text: string) => parseAllDocuments(text).map((one) => one.toJS() as Manifest);
const deployments = (set: readonly string[]) =>
  parsed(render(set)).filter(({ kind }) => kind === "Deployment");

// a program of its own, which not every machine has; .github/workflows/ci.yml says so before where it is missing
describe.runIf(spawnSync("helm", ["version"]).status === 0)("the chart", () => {
  let folder: string;
  let validate: Awaited<ReturnType<typeof pythonTool>>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "forage-helm-"));
    validate = await pythonTool({
      name: "kubernetes-validate",
      packages: ["kubernetes-validate==1.37.0"],
      program: "kubernetes-validate",
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("has no finding of helm's linter", () => {
    for (const set of [[], EVERYTHING, NOTHING])
      expect(
        spawnSync("helm", ["lint", "--strict", chart, ...flags(set)], { encoding: "utf8" }),
      ).toMatchObject({ status: 0 });
  });

  it("refuses to be installed without the name that people open", () => {
    expect(spawnSync("helm", ["template", chart, "--kube-version", KUBERNETES]).status).not.toBe(0);
  });

  it.each([
    ["as it is", []],
    ["with everything", EVERYTHING],
    ["with nothing that may be left out", NOTHING],
  ])("is what Kubernetes takes, %s", (_what, set) => {
    const file = join(folder, "rendered.yaml");
    writeFileSync(file, render(set));
    if ("reason" in validate) return console.warn(`not validated: ${validate.reason}`);
    const ran = spawnSync(validate.program, ["--strict", "-k", KUBERNETES, file], { encoding: "utf8" });
    expect(`${ran.stdout}${ran.stderr}`).not.toMatch(/ERROR/);
    expect(ran.status).toBe(0);
  });

  it("gives every container nothing that it does not need", () => {
    const all = deployments(EVERYTHING);
    expect(all.map(({ metadata }) => metadata.name).toSorted()).toEqual([
      "forage-training",
      "forage-web",
      "forage-worker",
    ]);
    for (const { spec } of all) {
      const { containers, securityContext } = spec.template.spec;
      expect(securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
      });
      expect(containers[0].securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      // Forage answers to no other name
      expect(containers[0].readinessProbe.httpGet.httpHeaders).toEqual([
        { name: "Host", value: "forage.example" },
      ]);
      // it drains for 15 s, and finishes for as long
      expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(2 * 15 + 2);
    }
  });

  it("sets what Forage knows, each once, and writes no secret", () => {
    const known = new Set(KNOWN_SETTINGS.map(({ name }) => name));
    const secret = new Set(KNOWN_SETTINGS.filter(({ kind }) => kind === "secret").map(({ name }) => name));
    for (const { spec } of deployments(EVERYTHING)) {
      const { env } = spec.template.spec.containers[0];
      expect(env.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
      expect(new Set(env.map(({ name }) => name)).size).toBe(env.length);
      for (const one of env) if (secret.has(one.name)) expect(one).toHaveProperty("valueFrom.secretKeyRef");
    }
  });

  it("lets a worker that trains do nothing else, and the others everything else", () => {
    const jobsOf = (set: readonly string[]) =>
      Object.fromEntries(
        deployments(set).map(({ metadata, spec }) => {
          const { env } = spec.template.spec.containers[0];
          return [metadata.name, env.find(({ name }) => name === "FORAGE_JOBS")?.value];
        }),
      );
    expect(jobsOf(EVERYTHING)).toEqual({
      "forage-web": undefined,
      "forage-worker": "-train",
      "forage-training": "train",
    });
    expect(jobsOf([])).toEqual({ "forage-web": undefined, "forage-worker": "" });
  });
});
