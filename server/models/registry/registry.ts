import { existsSync } from "node:fs";
import path from "node:path";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import type { ModelAlias, ModelMove, RegistryEntry } from "@/lib/contracts/model-registry";
import { AppError } from "@/lib/core/errors";
import { recordIn } from "@/server/audit/service";
import { connection, type Transaction, transaction } from "@/server/db/transaction";
import { getFileStore } from "@/server/storage/service";
import { isShipped, modelFolder, readManifestIn, verifyFiles } from "../files";
import { findManifest } from "../find-manifest";
import { championId, shippedIds, verifiedManifest } from "../service";
import { fileEntry, readModelInput } from "../write-version";
import { bringLocalCopy } from "./local-copy";
import {
  findAllRegistered,
  findChampionMove,
  findMoves,
  findNewestMoves,
  findPromotionOf,
  findRegistered,
  findVersionOfRun,
  holdChampion,
  insertMove,
  insertRegistered,
  type RegisteredModel,
} from "./repository";

export interface Registration {
  readonly origin: "trained" | "uploaded";
  readonly createdBy: string;
  readonly runId?: string | null;
  readonly datasetVersionId?: string | null;
  readonly commit?: string | null;
}

/** What makes two versions the same model: the network itself, in both its forms. */
const contentOf = ({ files }: ModelManifest) =>
  files
    .filter(({ role }) => role === "onnx" || role.startsWith("tfjs"))
    .map(({ path: name, sha256 }) => `${name} ${sha256}`)
    .toSorted()
    .join("\n");

async function storeFiles(manifest: ModelManifest, folder: string): Promise<void> {
  const store = await getFileStore();
  for (const file of manifest.files) {
    const stored = await store.put(await readModelInput(path.join(folder, file.path)));
    if (stored !== file.sha256) {
      throw new AppError("model/corrupt", { facts: { model: manifest.id, file: file.path } });
    }
  }
}

/** What a training run leaves beside a model: kept with it where it is there. */
const COMPANIONS = [
  { name: "weights.safetensors", role: "weights" },
  { name: "train-run.json", role: "config" },
] as const;

/** The manifest with the companions that lie in the folder and that it does not name yet. */
async function withCompanions(manifest: ModelManifest, folder: string): Promise<ModelManifest> {
  const files = [...manifest.files];
  for (const { name, role } of COMPANIONS) {
    const full = path.join(/*turbopackIgnore: true*/ folder, name);
    if (files.some((file) => file.path === name) || !existsSync(/*turbopackIgnore: true*/ full)) continue;
    files.push(fileEntry(name, await readModelInput(full), role));
  }
  return { ...manifest, files };
}

/**
 * Takes a model version into the registry as a candidate: its files into storage, its manifest into the database.
 * Registering the same files again changes nothing.
 * @param folder of the version, with its manifest
 * @throws AppError model/missing, model/corrupt, model/id-taken (another model of that name and version), storage/…
 */
export async function registerModel(folder: string, registration: Registration): Promise<RegisteredModel> {
  const found = await readManifestIn(folder);
  await verifyFiles(found, folder);
  const manifest = await withCompanions(found, folder);
  const { id } = manifest;
  if (isShipped(id)) throw new AppError("model/id-taken", { facts: { model: id } });
  const known = await findRegistered(connection(), id);
  if (known) return sameOrTaken(known, manifest);
  await storeFiles(manifest, folder);
  const { origin, createdBy, runId = null, commit = null } = registration;
  const datasetVersionId =
    registration.datasetVersionId ?? (runId === null ? null : await findVersionOfRun(connection(), runId));
  const row = { id, origin, manifest, createdBy, runId, datasetVersionId, commit };
  const isNew = await transaction(async (queries) => {
    if (!(await insertRegistered(queries, row))) return false;
    await insertMove(queries, {
      modelId: id,
      alias: "candidate",
      previousId: null,
      isRollback: false,
      reason: origin === "trained" ? "Trained here and registered." : "Uploaded and registered.",
      movedBy: createdBy,
    });
    return true;
  });
  if (!isNew) {
    const other = await findRegistered(connection(), id);
    // registered in between, by this team or, where it is not found, by another
    if (!other) throw new AppError("model/id-taken", { facts: { model: id } });
    return sameOrTaken(other, manifest);
  }
  await bringLocalCopy(id);
  const registered = await findRegistered(connection(), id);
  if (!registered) throw new RangeError(`${id} was registered and is not there`);
  return registered;
}

function sameOrTaken(known: RegisteredModel, manifest: ModelManifest): RegisteredModel {
  if (contentOf(known.manifest) === contentOf(manifest)) return known;
  throw new AppError("model/id-taken", { facts: { model: known.id } });
}

/** The same, of a model that lies in the data folder. */
export async function registerLocalModel(id: string, registration: Registration): Promise<RegisteredModel> {
  return registerModel(modelFolder(id), registration);
}

export interface MoveReason {
  readonly reason: string;
  readonly movedBy: string;
}

/** @throws AppError model/missing when the model neither ships nor is registered */
async function requireKnown(id: string): Promise<void> {
  if (isShipped(id) || (await findRegistered(connection(), id))) return;
  throw new AppError("model/missing", { facts: { model: id, file: "its entry in the registry" } });
}

/** Checks the files of a model that is to become champion. @throws AppError model/missing, model/corrupt */
export async function checkPromotable(id: string): Promise<void> {
  await requireKnown(id);
  await verifiedManifest(id);
}

/**
 * Makes a model the champion, which page, server and command line use from then on. Its files are checked first.
 * @throws AppError model/is-champion, model/missing, model/corrupt
 */
export async function promote(id: string, { reason, movedBy }: MoveReason): Promise<ModelMove> {
  await checkPromotable(id);
  return transaction((queries) => promoteIn(queries, id, { reason, movedBy }));
}

/** As `promote`, as part of a transaction, of a model that `checkPromotable` accepted. @throws AppError model/is-champion */
export async function promoteIn(
  queries: Transaction,
  id: string,
  { reason, movedBy }: MoveReason,
): Promise<ModelMove> {
  await holdChampion(queries);
  const previousId = await currentChampion(queries);
  if (previousId === id) throw new AppError("model/is-champion", { facts: { model: id } });
  await recordIn(queries, { action: "model/promoted", facts: { model: id, previous: previousId, reason } });
  return insertMove(queries, {
    modelId: id,
    alias: "champion",
    previousId,
    isRollback: false,
    reason,
    movedBy,
  });
}

/** As `championId`, read inside the transaction that moves it. */
async function currentChampion(queries: Transaction): Promise<string> {
  return (await findChampionMove(queries))?.modelId ?? championId();
}

/**
 * Gives the champion's place back to the model it was taken from. Rolling back again goes one step further back.
 * @throws AppError model/no-rollback when nothing was ever promoted, model/missing or model/corrupt when the earlier
 * champion's files are gone
 */
export async function rollback({ reason, movedBy }: MoveReason): Promise<ModelMove> {
  return transaction(async (queries) => {
    await holdChampion(queries);
    const current = await findChampionMove(queries);
    const promotion = current && (await findPromotionOf(queries, current.modelId));
    if (!promotion?.previousId) throw new AppError("model/no-rollback");
    await verifiedManifest(promotion.previousId);
    const facts = { model: promotion.previousId, previous: promotion.modelId, reason };
    await recordIn(queries, { action: "model/rolled-back", facts });
    return insertMove(queries, {
      modelId: promotion.previousId,
      alias: "champion",
      previousId: promotion.modelId,
      isRollback: true,
      reason,
      movedBy,
    });
  });
}

/** What `rollback` would bring back; null when there is nothing. */
export async function rollbackTarget(): Promise<string | null> {
  return transaction(async (queries) => {
    await holdChampion(queries);
    const current = await findChampionMove(queries);
    const promotion = current && (await findPromotionOf(queries, current.modelId));
    return promotion?.previousId ?? null;
  });
}

/**
 * Puts a model among the candidates or into the archive.
 * @throws AppError model/is-champion, model/missing
 */
export async function setAlias(
  id: string,
  alias: "candidate" | "archived",
  { reason, movedBy }: MoveReason,
): Promise<ModelMove> {
  await requireKnown(id);
  return transaction(async (queries) => {
    await holdChampion(queries);
    if ((await currentChampion(queries)) === id) {
      throw new AppError("model/is-champion", { facts: { model: id } });
    }
    await recordIn(queries, { action: "model/moved", facts: { model: id, to: alias, reason } });
    return insertMove(queries, {
      modelId: id,
      alias,
      previousId: null,
      isRollback: false,
      reason,
      movedBy,
    });
  });
}

/** Moves of one model or of all, newest first. */
export function history(options: { readonly modelId?: string; readonly limit: number }) {
  return findMoves(connection(), options);
}

/** A former champion is archived unless somebody said otherwise since; what ships and was never moved is too. */
function aliasOf(id: string, champion: string, move: ModelMove | undefined): ModelAlias {
  if (id === champion) return "champion";
  return move?.alias === "candidate" ? "candidate" : "archived";
}

/** Every model: champion first, then candidates, then the archive, the newest first in each. */
export async function listRegistry(): Promise<readonly RegistryEntry[]> {
  const [registered, champion, moves, shipped] = await Promise.all([
    findAllRegistered(connection()),
    championId(),
    findNewestMoves(connection()),
    shippedIds(),
  ]);
  const entries: RegistryEntry[] = [
    ...registered.map((model) => ({
      manifest: model.manifest,
      origin: model.origin,
      alias: aliasOf(model.id, champion, moves.get(model.id)),
      registeredAt: model.createdAt.toISOString(),
      runId: model.runId,
      datasetVersionId: model.datasetVersionId,
      commit: model.commit,
    })),
    ...(await Promise.all(
      shipped.map(async (id) => ({
        manifest: await findManifest(id),
        origin: "shipped" as const,
        alias: aliasOf(id, champion, moves.get(id)),
        registeredAt: null,
        runId: null,
        datasetVersionId: null,
        commit: null,
      })),
    )),
  ];
  const rank = { champion: 0, candidate: 1, archived: 2 } as const;
  const dateOf = ({ registeredAt, manifest }: RegistryEntry) => registeredAt ?? manifest.createdAt;
  return entries.toSorted((a, b) => rank[a.alias] - rank[b.alias] || dateOf(b).localeCompare(dateOf(a)));
}

/** @throws AppError model/missing */
export async function getRegistryEntry(id: string): Promise<RegistryEntry> {
  const entry = (await listRegistry()).find(({ manifest }) => manifest.id === id);
  if (!entry)
    throw new AppError("model/missing", { facts: { model: id, file: "its entry in the registry" } });
  return entry;
}
