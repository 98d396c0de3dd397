import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { ResolvedModel } from "@/server/models/service";
import {
  applyPlan,
  copyNetwork,
  planDeploy,
  planRollback,
  readPublished,
  requireFolder,
} from "./model-repository";
import { fakeModel } from "./testing/fake-model";

let folder: string;
let repository: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "forage-deploy-"));
  repository = path.join(folder, "repository");
});
afterEach(() => rm(folder, { recursive: true }));

const versionModel = (version: number, content = `network ${version}`): Promise<ResolvedModel> =>
  fakeModel(path.join(folder, `model-${version}-${content.length}`), { version, content });

async function publish(version: number): Promise<void> {
  const model = await versionModel(version);
  await copyNetwork(repository, model);
  await applyPlan(repository, planDeploy(model, await readPublished(repository, "small")));
}

/** Versions that MLServer would load, and those that Triton would. */
async function served() {
  const root = path.join(repository, "small");
  const config = await readFile(path.join(root, "config.pbtxt"), "utf8");
  const names = (await readdir(root, { recursive: true })).toSorted();
  return {
    mlserver: names.filter((name) => name.endsWith("model-settings.json")),
    triton: /versions: \[ (.*) \]/.exec(config)?.[1],
  };
}

it("lays a version out as both servers read it", async () => {
  await publish(4);
  expect((await readdir(repository, { recursive: true })).toSorted()).toEqual([
    "small",
    "small/4",
    "small/4/model-settings.json",
    "small/4/model.onnx",
    "small/config.pbtxt",
    "small/forage-deploy.json",
  ]);
  expect(await readFile(path.join(repository, "small/4/model.onnx"), "utf8")).toBe("network 4");
  expect(JSON.parse(await readFile(path.join(repository, "small/4/model-settings.json"), "utf8"))).toEqual({
    name: "small",
    implementation: "mlserver_onnx.ForageOnnx",
    parameters: { uri: "./model.onnx", version: "4" },
  });
});

it("serves the version before too, for replicas that still ask for it, and no older one", async () => {
  for (const version of [3, 4, 7]) await publish(version);
  expect(await served()).toEqual({
    mlserver: ["4/model-settings.json", "7/model-settings.json"],
    triton: "4, 7",
  });
});

it("serves a lower version alone: without a number the highest is answered with", async () => {
  for (const version of [4, 3]) await publish(version);
  expect(await served()).toEqual({ mlserver: ["3/model-settings.json"], triton: "3" });
});

it("publishes the same again without counting it twice", async () => {
  for (const version of [3, 4, 4]) await publish(version);
  expect((await readPublished(repository, "small")).map(({ version }) => version)).toEqual([3, 4]);
});

it("rolls back to what was published before, step by step, and says when there is nothing", async () => {
  for (const version of [3, 4, 7]) await publish(version);
  for (const expected of ["4", "3"]) {
    await applyPlan(repository, planRollback("small", await readPublished(repository, "small")));
    expect((await served()).triton).toBe(expected);
    expect((await served()).mlserver).toEqual([`${expected}/model-settings.json`]);
  }
  const left = await readPublished(repository, "small");
  expect(() => planRollback("small", left)).toThrow(
    expect.objectContaining({ code: "deploy/nothing-before" }),
  );
});

it("refuses a version whose place another network has, and changes nothing", async () => {
  await publish(4);
  const other = await versionModel(4, "another network");
  await expect(copyNetwork(repository, other)).rejects.toMatchObject({ code: "deploy/other-content" });
  expect(await readFile(path.join(repository, "small/4/model.onnx"), "utf8")).toBe("network 4");
});

it("does not roll back to a file that was changed", async () => {
  for (const version of [3, 4]) await publish(version);
  await writeFile(path.join(repository, "small/3/model.onnx"), "somebody else's");
  const plan = planRollback("small", await readPublished(repository, "small"));
  await expect(applyPlan(repository, plan)).rejects.toMatchObject({ code: "deploy/other-content" });
  expect((await served()).triton).toBe("3, 4");
});

it("refuses version 0, which Triton passes over", async () => {
  const model = await versionModel(0);
  expect(() => planDeploy(model, [])).toThrow(expect.objectContaining({ code: "deploy/version-zero" }));
});

it("makes no folder that was mistyped", async () => {
  await expect(requireFolder(path.join(folder, "modles"))).rejects.toMatchObject({
    code: "deploy/no-folder",
  });
});

it("does not guess when its record is damaged", async () => {
  await publish(4);
  await writeFile(path.join(repository, "small/forage-deploy.json"), "{");
  await expect(readPublished(repository, "small")).rejects.toMatchObject({
    code: "deploy/unreadable-record",
  });
});
