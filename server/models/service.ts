import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { AppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import { isNotFound, isShipped, modelFolder, modelFolderIn, modelsFolder, readModelManifest } from "./files";
import { findManifest, findWholeManifest, requireGivable } from "./find-manifest";
import { movedChampion } from "./registry/moved-champion";
import { findAllRegistered, findRegistered, findTakenIds, hasDatabase } from "./registry/repository";

const championSchema = z.object({ id: z.string() });

async function folderNames(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isNotFound(error)) return [];
    throw error;
  });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/** `name/version` of every version with a manifest under a folder of models. */
async function idsIn(root: string): Promise<readonly string[]> {
  const names = (await folderNames(root)).filter((name) => name !== "parity");
  const byName = await Promise.all(
    names.map(async (name) => {
      const versions = (await folderNames(path.join(root, name))).filter((v) => /^[0-9]+$/.test(v));
      const ids = versions.map((version) => `${name}/${version}`);
      const imported = await Promise.all(ids.map((id) => hasManifest(modelFolderIn(root, id))));
      return ids.filter((_, i) => imported[i]);
    }),
  );
  return byName.flat();
}

async function hasManifest(folder: string): Promise<boolean> {
  return (await readdir(folder)).includes("manifest.json");
}

const versionOf = (id: string) => Number(id.split("/")[1]);
const nameOf = (id: string) => id.split("/")[0] ?? "";

/** By name, then newest version first. */
function inOrder(ids: Iterable<string>): readonly string[] {
  return [...new Set(ids)].toSorted(
    (a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0) || versionOf(b) - versionOf(a),
  );
}

/** Ids of the models that ship, by name, then newest version first. */
export async function shippedIds(): Promise<readonly string[]> {
  return inOrder(await idsIn(modelsFolder()));
}

/** Ids of the models that ship and, where there is a database, of those that the team registered. */
export async function modelIds(): Promise<readonly string[]> {
  const registered = hasDatabase() ? await findAllRegistered(connection()) : [];
  return inOrder([...(await shippedIds()), ...registered.map(({ id }) => id)]);
}

/** Ids of the models that any team registered. */
export async function takenIds(): Promise<readonly string[]> {
  return hasDatabase() ? findTakenIds(connection()) : [];
}

/** Next free version of a name, counting what ships, what any team registered and what is in a folder of models. */
export async function nextVersion(name: string, root: string): Promise<number> {
  const ids = [...(await shippedIds()), ...(await takenIds()), ...(await idsIn(root))];
  return Math.max(-1, ...ids.filter((id) => nameOf(id) === name).map(versionOf)) + 1;
}

/**
 * Manifests of all models, by name, newest version first.
 * @throws AppError model/corrupt when one does not parse
 */
export async function listModels(): Promise<readonly ModelManifest[]> {
  const registered = new Map(
    hasDatabase()
      ? (await findAllRegistered(connection())).map((one) => [one.id, one.manifest] as const)
      : [],
  );
  return Promise.all((await modelIds()).map((id) => registered.get(id) ?? readModelManifest(id)));
}

async function chosenInFile(): Promise<string | undefined> {
  const file = path.join(modelsFolder(), "champion.json");
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return championSchema.parse(JSON.parse(text)).id;
  } catch (cause) {
    throw new AppError("model/corrupt", { facts: { model: "champion", file, path: file }, cause });
  }
}

/** The champion as long as nobody moved one. @throws AppError model/missing when no model ships */
async function shippedChampion(): Promise<string> {
  const chosen = await chosenInFile();
  if (chosen) return chosen;
  const ids = await shippedIds();
  const id = ids.find((candidate) => nameOf(candidate) === "forage-n") ?? ids[0];
  if (!id) throw new AppError("model/missing", { facts: { file: modelsFolder(), path: modelsFolder() } });
  return id;
}

/**
 * Id of the model a team uses for everything: the one its newest move made champion, else the one `models/champion.json` names,
 * else the newest version of `forage-n` that ships, else of whatever ships. A moved champion that is neither shipped
 * any longer nor registered is skipped, with a line on stderr.
 * @throws AppError model/missing when there is no model, server/database-down
 */
export async function championId(): Promise<string> {
  const moved = await movedChampion();
  if (moved === undefined) return shippedChampion();
  if (isShipped(moved) || (await findRegistered(connection(), moved).catch(() => undefined))) return moved;
  if ((await findManifest(moved).catch(() => undefined)) !== undefined) return moved;
  console.warn(`models: the champion ${moved} is gone; the newest that ships is used`);
  return shippedChampion();
}

const verified = new Map<string, Promise<ModelManifest>>();

/**
 * A model's manifest, its files checked against their hashes once in the life of the process.
 * @throws AppError model/missing or model/corrupt, facts model, file and path
 */
export async function verifiedManifest(id: string): Promise<ModelManifest> {
  const manifest = await findManifest(id);
  const key = `${modelFolder(id)} ${manifest.files.map((file) => file.sha256).join()}`;
  const check = verified.get(key) ?? findWholeManifest(id);
  verified.set(key, check);
  try {
    await check;
  } catch (error) {
    verified.delete(key);
    throw error;
  }
  return manifest;
}

/** The same, for a page. @throws AppError model/missing, also for another team's */
export async function shownManifest(id: string): Promise<ModelManifest> {
  await requireGivable(id);
  return verifiedManifest(id);
}

/** A model that was looked up: its files, verified, lie in `folder`. */
export interface ResolvedModel {
  readonly id: string;
  readonly folder: string;
  readonly manifest: ModelManifest;
}

/** Looks a model up once, for work that uses it many times. @throws AppError as `verifiedManifest` */
export async function resolveModel(id: string): Promise<ResolvedModel> {
  const manifest = await verifiedManifest(id);
  return { id, folder: modelFolder(id), manifest };
}

/**
 * The manifest of the model everything uses, its files verified.
 * @throws AppError model/missing or model/corrupt, facts model, file and path
 */
export async function championManifest(): Promise<ModelManifest> {
  return verifiedManifest(await championId());
}
