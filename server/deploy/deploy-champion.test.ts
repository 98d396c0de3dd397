import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { listAudit } from "@/server/audit/service";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import {
  type LoadRequest,
  type ProtocolServer,
  startProtocolServer,
} from "@/server/detection/remote/testing/protocol-server";
import { releaseNetworks } from "@/server/detection/service";
import { championManifest, type ResolvedModel, resolveModel } from "@/server/models/service";
import { type DeployTarget, deployChampion } from "./deploy-champion";
import { applyPlan, copyNetwork, planDeploy } from "./model-repository";

// runs networks
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let database: TestDatabase;
let model: ResolvedModel;
let server: ProtocolServer;
let folder: string;
let loads: LoadRequest[];
const steps: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  model = await resolveModel((await championManifest()).id);
});
afterAll(async () => {
  await releaseNetworks();
  await database.drop();
});
beforeEach(async () => {
  loads = [];
  steps.length = 0;
  folder = await mkdtemp(path.join(tmpdir(), "forage-deploy-"));
  server = await startProtocolServer(model, { load: (body) => loads.push(body) });
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

function deploy(target: DeployTarget, { isRollback = false, isDryRun = false } = {}) {
  return deployChampion({ target, isRollback, isDryRun, onStep: (step) => steps.push(step) });
}

const config = () => readFile(path.join(folder, model.manifest.name, "config.pbtxt"), "utf8");

/** What the log says that the last deploy did. */
async function lastDeed() {
  const { items } = await listAudit(
    { teamId: LOCAL_USER_ID, userId: LOCAL_USER_ID, withInstallation: true },
    { cursor: null, limit: 1, kind: "model" },
  );
  return items[0] && { action: items[0].action, facts: items[0].facts };
}

/** Another version that was deployed before; its number is above the champion's, so the champion is served alone. */
async function deployEarlier(): Promise<number> {
  const version = model.manifest.version + 1;
  const manifest = { ...model.manifest, version, id: `${model.manifest.name}/${version}` };
  const earlier = { ...model, id: manifest.id, manifest };
  await copyNetwork(folder, earlier);
  await applyPlan(folder, planDeploy(earlier, []));
  return version;
}

describe("into the folder of a server", () => {
  it("lets the server load the champion and compares its answer", async () => {
    const { id, manifest } = model;
    expect(await deploy({ folder, server: { url: server.url } })).toEqual({
      model: id,
      serves: [manifest.version],
      champion: id,
      isChecked: true,
    });
    expect(loads).toEqual([{}]);
    expect(await config()).toContain(`versions: [ ${manifest.version} ]`);
    const serves = String(manifest.version);
    const facts = { folder, server: server.url, model: id, serves, isRollback: false, isChecked: true };
    expect(await lastDeed()).toEqual({ action: "model/deployed", facts });
  });

  it("says that nobody was asked where no server is named", async () => {
    expect(await deploy({ folder })).toMatchObject({ model: model.id, isChecked: false });
    expect(server.asked).toEqual([]);
  });

  it("changes nothing when it is tried", async () => {
    await deploy({ folder, server: { url: server.url } }, { isDryRun: true });
    expect(await readdir(folder)).toEqual([]);
    expect(loads).toEqual([]);
    expect(steps.join()).toContain("would");
    expect((await lastDeed())?.facts.folder).not.toBe(folder);
  });

  it("does not begin when the server is away", async () => {
    await server.stop();
    const deploying = deploy({ folder, server: { url: server.url } });
    await expect(deploying).rejects.toMatchObject({ code: "deploy/unreachable" });
    expect(await readdir(folder)).toEqual([]);
    server = await startProtocolServer(model);
  });

  it.each([
    [
      "cannot load it",
      "deploy/refused",
      () => {
        server.behaviour.load = (body) => {
          loads.push(body);
          throw new Error("out of memory");
        };
      },
    ],
    [
      "answers as another network",
      "deploy/other-answer",
      () => {
        server.behaviour.change = (name, data) => (name === "features" ? data.map((one) => one * 2) : data);
      },
    ],
  ])("serves what was there before when the server %s", async (_, code, arrange) => {
    const earlier = await deployEarlier();
    arrange();
    const failing = deploy({ folder, server: { url: server.url } });
    await expect(failing).rejects.toMatchObject({ code });
    expect(await config()).toContain(`versions: [ ${earlier} ]`);
    // once for the champion, once to go back
    expect(loads).toHaveLength(2);
    const facts = { folder, server: server.url, isRollback: false, why: code };
    expect(await lastDeed()).toEqual({ action: "model/deploy-failed", facts });
  });

  it("says before it changes anything that the version before is gone here, so that nothing could be compared", async () => {
    await deployEarlier();
    await deploy({ folder });
    const before = await config();
    const going = deploy({ folder, server: { url: server.url } }, { isRollback: true });
    await expect(going).rejects.toMatchObject({ code: "model/missing" });
    expect(await config()).toBe(before);
    expect(loads).toEqual([]);
  });

  it("goes back to what was there, and says which model the server has now", async () => {
    const earlier = await deployEarlier();
    await deploy({ folder });
    expect(await deploy({ folder }, { isRollback: true })).toEqual({
      model: `${model.manifest.name}/${earlier}`,
      serves: [earlier],
      champion: model.id,
      isChecked: false,
    });
    expect(await config()).toContain(`versions: [ ${earlier} ]`);
  });
});

describe("to a server that takes files", () => {
  it("sends the network with its configuration, as Triton takes them", async () => {
    const { version, name, files } = model.manifest;
    expect(await deploy({ server: { url: server.url } })).toMatchObject({ model: model.id, isChecked: true });
    const { parameters = {} } = loads[0] ?? {};
    expect(JSON.parse(parameters.config ?? "")).toMatchObject({
      name,
      version_policy: { specific: { versions: [version] } },
    });
    const onnx = files.find(({ role }) => role === "onnx");
    const sent = Buffer.from(parameters[`file:${version}/model.onnx`] ?? "", "base64");
    expect(sent.equals(await readFile(path.join(model.folder, onnx?.path ?? "")))).toBe(true);
  });

  it("says that a server takes none", async () => {
    server.behaviour.extensions = [];
    const deploying = deploy({ server: { url: server.url } });
    await expect(deploying).rejects.toMatchObject({ code: "deploy/takes-no-files" });
    expect(loads).toEqual([]);
  });
});
