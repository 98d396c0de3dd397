import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { AppError, isAppError } from "@/lib/core/errors";
import { ownTeamIfAny } from "@/server/db/own-team";
import { connection } from "@/server/db/transaction";
import { isShipped, readModelManifest, verifyFiles } from "./files";
import { bringLocalCopy } from "./registry/local-copy";
import { findModelTeam, findRegistered, hasDatabase } from "./registry/repository";

const isDamage = (error: unknown) =>
  isAppError(error) && (error.code === "model/missing" || error.code === "model/corrupt");

/** Owners by database and model: an id never gets another. */
const owners = new Map<string, string>();

/** @throws AppError model/missing for a model that another team registered */
async function checkOwn(id: string): Promise<void> {
  if (isShipped(id) || !hasDatabase()) return;
  const key = `${process.env.DATABASE_URL} ${id}`;
  const owner = owners.get(key) ?? (await findModelTeam(connection(), id));
  if (owner === undefined) return;
  owners.set(key, owner);
  if (owner !== ownTeamIfAny())
    throw new AppError("model/missing", { facts: { model: id, file: "its entry in the registry" } });
}

/** Runs `work`; when a model's files are missing or damaged and storage has them, copies them and runs it again. */
async function withLocalCopy<T>(id: string, work: () => Promise<T>): Promise<T> {
  await checkOwn(id);
  try {
    return await work();
  } catch (error) {
    if (!isDamage(error) || isShipped(id) || !(await bringLocalCopy(id))) throw error;
    return work();
  }
}

/**
 * A model's manifest: of one that ships, of one in the data folder, or of a registered one, whose files are then
 * brought from storage.
 * @throws AppError model/missing, model/corrupt, request/invalid (not an id)
 */
export function findManifest(id: string): Promise<ModelManifest> {
  return withLocalCopy(id, () => readModelManifest(id));
}

/** The same, each file checked against its hash. @throws AppError model/missing or model/corrupt */
export function findWholeManifest(id: string): Promise<ModelManifest> {
  return withLocalCopy(id, async () => {
    const manifest = await readModelManifest(id);
    await verifyFiles(manifest);
    return manifest;
  });
}

/**
 * Lets only models through that a page may be given: what ships, and what the team registered. A network that lies in
 * the data folder, not registered yet or never, is nobody's.
 * @throws AppError model/missing
 */
export async function requireGivable(id: string): Promise<void> {
  if (isShipped(id) || (hasDatabase() && (await findRegistered(connection(), id)))) return;
  throw new AppError("model/missing", { facts: { model: id, file: "its entry in the registry" } });
}
