import { AppError, isAppError } from "@/lib/core/errors";
import { recordNow } from "@/server/audit/service";
import { rollbackTarget } from "@/server/models/registry/registry";
import { championId, type ResolvedModel, resolveModel } from "@/server/models/service";
import {
  applyPlan,
  copyNetwork,
  type Plan,
  planAgain,
  planDeploy,
  planRollback,
  readPublished,
  requireFolder,
} from "./model-repository";
import {
  checkServed,
  loadBySending,
  loadFromFolder,
  requireServer,
  type ServingServer,
} from "./serving-server";

/** Where a model goes: a folder that a server reads, a server that takes files, or a folder and its server. */
export interface DeployTarget {
  readonly folder?: string;
  readonly server?: ServingServer;
}

export interface DeployOptions {
  readonly target: DeployTarget;
  /** Go back to what was there before. */
  readonly isRollback: boolean;
  /** Say what would be done, and do nothing. */
  readonly isDryRun: boolean;
  /** Told of each step. */
  readonly onStep: (step: string) => void;
}

export interface Deployed {
  /** The model that the server answers with. */
  readonly model: string;
  /** Versions that it serves. */
  readonly serves: readonly number[];
  /** Forage's own champion, which its replicas ask for. */
  readonly champion: string;
  /** Whether the server was asked and answered as the model. */
  readonly isChecked: boolean;
}

/** What the log calls the place; a folder as it is, a server without what an address may hold beside it. */
function placeOf({ folder, server }: DeployTarget): Readonly<Record<string, string>> {
  return {
    ...(folder === undefined ? {} : { folder }),
    ...(server === undefined ? {} : { server: new URL(server.url).origin }),
  };
}

const idOf = (name: string, version: number | undefined) => `${name}/${version}`;

/**
 * Publishes the champion where a server of networks serves it, or takes the newest one back. What a server cannot load, or answers
 * otherwise than this computer does, is taken back at once. Both are written into the audit log.
 * @throws AppError deploy/…, model/…, storage/…
 */
export async function deployChampion(options: DeployOptions): Promise<Deployed> {
  const { target, isRollback, isDryRun } = options;
  if (isDryRun) return deployNow(options);
  try {
    const deployed = await deployNow(options);
    const { model, serves, isChecked } = deployed;
    const facts = { ...placeOf(target), model, serves: serves.join(", "), isRollback, isChecked };
    await recordNow({ action: "model/deployed", facts });
    return deployed;
  } catch (error) {
    if (isAppError(error) && error.code.startsWith("deploy/")) {
      const facts = { ...placeOf(target), isRollback, why: error.code };
      await recordNow({ action: "model/deploy-failed", facts });
    }
    throw error;
  }
}

async function deployNow(options: DeployOptions): Promise<Deployed> {
  const champion = await championId();
  const { folder, server } = options.target;
  if (server) {
    await requireServer(server);
    options.onStep(`${server.url} answers`);
  }
  if (folder !== undefined) return toFolder(folder, champion, options);
  if (server) return toServer(server, champion, options);
  throw new RangeError("a deploy needs a folder or a server");
}

async function toFolder(
  folder: string,
  champion: string,
  { target: { server }, isRollback, isDryRun, onStep }: DeployOptions,
): Promise<Deployed> {
  await requireFolder(folder);
  const model = await resolveModel(champion);
  const { name } = model.manifest;
  const before = await readPublished(folder, name);
  const plan = isRollback ? planRollback(name, before) : planDeploy(model, before);
  const id = idOf(name, plan.serve.at(-1));
  const deployed = { model: id, serves: plan.serve, champion };
  // what its answer is compared with; a version that is gone here is said before anything changes
  const expected = server && isRollback ? await resolveModel(id) : model;
  if (isDryRun) {
    onStep(`would let ${folder} serve ${name} ${plan.serve.join(" and ")}`);
    if (server) onStep(`would let ${server.url} load ${name} and compare its answer with ${id}`);
    return { ...deployed, isChecked: false };
  }
  if (!isRollback) {
    const isNew = await copyNetwork(folder, model);
    onStep(isNew ? `${id} was copied into ${folder}` : `${id} lies in ${folder} already`);
  }
  await applyPlan(folder, plan);
  onStep(`${folder} serves ${name} ${plan.serve.join(" and ")}`);
  if (!server) return { ...deployed, isChecked: false };
  try {
    await loadFromFolder(server, name);
    await checkServed(server, expected);
  } catch (error) {
    await takeBack({ folder, server, before, plan, error, onStep });
  }
  onStep(`${server.url} answers as ${id}`);
  return { ...deployed, isChecked: true };
}

interface TakeBack {
  readonly folder: string;
  readonly server: ServingServer;
  readonly before: Plan["published"];
  readonly plan: Plan;
  readonly error: unknown;
  readonly onStep: (step: string) => void;
}

/** Lets folder and server serve what they served before, and says so. */
async function takeBack({ folder, server, before, plan, error, onStep }: TakeBack): Promise<never> {
  const facts = error instanceof AppError ? error.facts : {};
  const code = error instanceof AppError && error.code.startsWith("deploy/") ? error.code : "deploy/refused";
  const newest = before.at(-1);
  if (!newest) {
    const state = `${folder} holds it; nothing was served there before`;
    throw new AppError(code, { facts: { ...facts, state }, cause: error });
  }
  await applyPlan(folder, planAgain(plan.name, before));
  onStep(`${folder} serves ${plan.name} ${newest.version} again`);
  try {
    await loadFromFolder(server, plan.name);
  } catch (cause) {
    const state = `The folder serves ${plan.name} ${newest.version} again, and the server could not be told`;
    throw new AppError(code, { facts: { ...facts, state }, cause });
  }
  throw new AppError(code, {
    facts: { ...facts, state: `${plan.name} ${newest.version} is served again` },
    cause: error,
  });
}

/** The model that the champion replaced, where it has the same name and can still be read. */
async function earlierModel(champion: string): Promise<ResolvedModel | undefined> {
  const id = await rollbackTarget();
  if (id === null || id.split("/")[0] !== champion.split("/")[0]) return undefined;
  return resolveModel(id);
}

async function toServer(
  server: ServingServer,
  champion: string,
  { isRollback, isDryRun, onStep }: DeployOptions,
): Promise<Deployed> {
  const earlier = await earlierModel(champion);
  const current = await resolveModel(champion);
  if (isRollback && !earlier) throw new AppError("deploy/nothing-before", { facts: { model: champion } });
  const model = isRollback && earlier ? earlier : current;
  planDeploy(model, []);
  const isBelow = earlier !== undefined && earlier.manifest.version < current.manifest.version;
  const models = !isRollback && isBelow && earlier.manifest.version > 0 ? [earlier, current] : [model];
  const serves = models.map(({ manifest }) => manifest.version);
  const deployed = { model: model.id, serves, champion };
  if (isDryRun) {
    onStep(`would send ${models.map(({ id }) => id).join(" and ")} to ${server.url} and compare its answer`);
    return { ...deployed, isChecked: false };
  }
  await loadBySending(server, models);
  onStep(`${models.map(({ id }) => id).join(" and ")} were sent to ${server.url}`);
  await checkServed(server, model);
  onStep(`${server.url} answers as ${model.id}`);
  return { ...deployed, isChecked: true };
}
