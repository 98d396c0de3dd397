import {
  canonicalManifest,
  type DatasetManifest,
  datasetManifestSchema,
} from "@/lib/contracts/dataset-manifest";
import { type DatasetVersion, datasetVersionSchema } from "@/lib/contracts/dataset-versions";
import { AppError, isAppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import { sha256Of } from "@/server/media/service";
import type { FileStore } from "@/server/storage/file-store";
import { getFileStore } from "@/server/storage/service";
import { inParallel, type ParallelOptions } from "../in-parallel";
import {
  countDeleted,
  findVersion,
  type HoldingVersion,
  readDeleted,
  readVersions,
  type VersionRow,
  versionsWith,
} from "./repository";

interface Known {
  /** Number by version id. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly deleted: ReadonlyMap<string, number>;
}

function toVersion(row: VersionRow, { numbers, deleted }: Known): DatasetVersion {
  return datasetVersionSchema.parse({
    ...row,
    parent: row.parentId === null ? null : (numbers.get(row.parentId) ?? null),
    deletedPhotos: deleted.get(row.id) ?? 0,
    createdAt: row.createdAt.toISOString(),
  });
}

/** Every version, newest first. */
export async function listVersions(): Promise<readonly DatasetVersion[]> {
  const [rows, deleted] = await Promise.all([readVersions(connection()), countDeleted(connection())]);
  const numbers = new Map(rows.map(({ id, number }) => [id, number]));
  return rows.map((row) => toVersion(row, { numbers, deleted }));
}

/** @throws AppError request/not-found */
export async function getVersion(number: number): Promise<DatasetVersion> {
  const version = (await listVersions()).find((one) => one.number === number);
  if (!version) throw new AppError("request/not-found");
  return version;
}

async function rowOf(number: number): Promise<VersionRow> {
  const row = await findVersion(connection(), number);
  if (!row) throw new AppError("request/not-found");
  return row;
}

const CHANGED_MANIFEST = "its manifest is not what its hash says";

/** The bytes of a version's manifest, checked against their hash. @throws AppError dataset/damaged */
async function manifestText({ number, manifestSha256 }: VersionRow): Promise<string> {
  const damaged = (what: string, cause?: unknown) =>
    new AppError("dataset/damaged", { facts: { version: number, what }, cause });
  try {
    const bytes = await (await getFileStore()).read(manifestSha256);
    if (sha256Of(bytes) !== manifestSha256) throw damaged(CHANGED_MANIFEST);
    return new TextDecoder().decode(bytes);
  } catch (error) {
    if (isAppError(error) && error.code === "storage/missing") throw damaged("its manifest is gone", error);
    if (isAppError(error) && error.code === "storage/damaged") throw damaged(CHANGED_MANIFEST, error);
    throw error;
  }
}

/**
 * A version's manifest as it was made: also photos that were deleted since are named.
 * @throws AppError request/not-found, dataset/damaged
 */
export async function readVersionManifest(number: number): Promise<DatasetManifest> {
  return datasetManifestSchema.parse(JSON.parse(await manifestText(await rowOf(number))));
}

/** SHA-256 of the photos of a version that were deleted since. @throws AppError request/not-found */
export async function deletedPhotos(number: number): Promise<ReadonlySet<string>> {
  return readDeleted(connection(), (await rowOf(number)).id);
}

export interface Verification {
  readonly version: number;
  readonly manifestSha256: string;
  readonly photos: number;
  /** Deleted by their owners: their absence is not damage. */
  readonly deleted: number;
  /** SHA-256 of photos whose file is gone, or is not what its name says. */
  readonly missing: readonly string[];
  readonly damaged: readonly string[];
  readonly isWhole: boolean;
}

/**
 * Reads a version whole and compares every byte with its hash.
 * @throws AppError request/not-found; dataset/damaged when the manifest itself has changed
 */
export async function verifyVersion(number: number, options: ParallelOptions = {}): Promise<Verification> {
  const row = await rowOf(number);
  const manifest = datasetManifestSchema.parse(JSON.parse(await manifestText(row)));
  if (sha256Of(Buffer.from(canonicalManifest(manifest))) !== row.manifestSha256) {
    throw new AppError("dataset/damaged", { facts: { version: number } });
  }
  const deleted = await readDeleted(connection(), row.id);
  const files = await getFileStore();
  const contents = manifest.photos.map(({ sha256 }) => sha256).filter((sha256) => !deleted.has(sha256));
  const states = await inParallel(contents, (sha256) => stateOf(files, sha256), options);
  const those = (state: string) => contents.filter((_, index) => states[index] === state);
  const [missing, damaged] = [those("missing"), those("damaged")];
  return {
    version: number,
    manifestSha256: row.manifestSha256,
    photos: manifest.photos.length,
    deleted: deleted.size,
    missing,
    damaged,
    isWhole: missing.length + damaged.length === 0,
  };
}

async function stateOf(files: FileStore, sha256: string): Promise<"whole" | "missing" | "damaged"> {
  try {
    return sha256Of(await files.read(sha256)) === sha256 ? "whole" : "damaged";
  } catch (error) {
    if (isAppError(error) && error.code === "storage/missing") return "missing";
    if (isAppError(error) && error.code === "storage/damaged") return "damaged";
    throw error;
  }
}

/** Lineage: the versions that hold a photo, newest first, and the correction each read its boxes from. */
export function versionsHolding(sha256: string): Promise<readonly HoldingVersion[]> {
  return versionsWith(connection(), sha256);
}
