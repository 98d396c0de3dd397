import { randomUUID } from "node:crypto";
import {
  canonicalManifest,
  type DatasetManifest,
  datasetManifestSchema,
} from "@/lib/contracts/dataset-manifest";
import { type VersionJobResult, versionSummarySchema } from "@/lib/contracts/dataset-versions";
import { AppError } from "@/lib/core/errors";
import { clipBox } from "@/lib/core/geometry/box";
import { connection, transaction } from "@/server/db/transaction";
import { getFileStore } from "@/server/storage/service";
import { listClasses } from "../classes/classes";
import { standingDecisions } from "../findings/findings";
import type { ParallelOptions } from "../in-parallel";
import { checkGathered, type GateResult } from "./check-gathered";
import { type GatheredPhoto, gatherPhotos } from "./gather";
import { findCheck, findVersionByManifest, insertCheck, insertVersion, type VersionRow } from "./repository";
import { summariseManifest } from "./summarise";

export interface CreateOptions extends ParallelOptions {
  /** Of the check that is kept; a second call with it answers as the first did. A new one when it is left out. */
  readonly checkId?: string;
  readonly note: string;
  readonly createdBy: string;
  /** Only look: run the gate and make no version. */
  readonly isCheckOnly?: boolean;
}

function toManifest(photos: GateResult["photos"], classes: DatasetManifest["classes"]): string {
  return canonicalManifest({
    classes,
    photos: photos.map(({ photo, usable }) => {
      const { sha256, photoId, name, width, height, source, correctionId, assignment } = photo;
      return {
        sha256,
        photoId,
        name,
        contentType: isPng(photo) ? "image/png" : "image/jpeg",
        width,
        height,
        split: assignment.split,
        heldOutFor: assignment.heldOutFor,
        source,
        correctionId,
        boxes: usable.map(({ classId, box }) => {
          const { x1, y1, x2, y2 } = clipBox(box, { width, height });
          return { classId, x: x1, y: y1, width: x2 - x1, height: y2 - y1 };
        }),
      };
    }),
  });
}

const isPng = ({ inspection }: GatheredPhoto) => inspection.isReadable && inspection.format === "png";

/**
 * Makes the next data-set version of all that may be trained on: runs the quality gate, and when no error is left
 * unsettled, stores the manifest for good. The gate's findings are kept either way, for people to work
 * through.
 * @throws AppError dataset/empty when there is no photo, detection/cancelled when aborted, storage/…
 */
export async function createVersion(options: CreateOptions): Promise<VersionJobResult> {
  const done = options.checkId ? await resultOf(options.checkId, options.isCheckOnly) : undefined;
  if (done) return done;
  const [classes, decisions] = await Promise.all([listClasses(), standingDecisions()]);
  const photos = await gatherPhotos(new Set(decisions.excluded.keys()), options);
  if (photos.length === 0) throw new AppError("dataset/empty");
  const gate = checkGathered(photos, classes, decisions);
  const text = toManifest(gate.photos, [...classes]);
  const files = await getFileStore();
  const manifestSha256 = await files.put(Buffer.from(text));
  const reportSha256 = await files.put(Buffer.from(`${JSON.stringify(gate.report)}\n`));
  const summary = summariseManifest(datasetManifestSchema.parse(JSON.parse(text)), {
    errors: gate.errors,
    warnings: gate.warnings,
    waived: gate.waived,
    excluded: decisions.excluded.size,
  });
  const checkId = options.checkId ?? randomUUID();
  const same = await findVersionByManifest(connection(), manifestSha256);
  const { createdBy, note } = options;
  const stored = { manifestSha256, reportSha256, summary, createdBy };
  const { photos: photoCount, boxes, errors, warnings } = summary;
  const result = { checkId, photos: photoCount, boxes, errors, warnings };
  const check = { ...stored, id: checkId, versionId: same?.id ?? null };
  if (same || options.isCheckOnly || errors > 0) {
    await insertCheck(connection(), check);
    if (same) return { ...result, outcome: "unchanged", version: same.number };
    return { ...result, outcome: options.isCheckOnly ? "checked" : "blocked", version: null };
  }
  const held = photos.map(({ sha256, source, correctionId, assignment }) => {
    return { sha256, source, correctionId, assignment };
  });
  const version = await transaction(async (queries) => {
    await insertCheck(queries, check);
    return insertVersion(queries, { ...stored, id: randomUUID(), note, checkId, photos: held });
  });
  return version
    ? { ...result, outcome: "created", version: version.number }
    : sameAs(result, manifestSha256);
}

/** The answer of a check that is already kept: the first answer was lost, and the caller asks again. */
async function resultOf(checkId: string, isCheckOnly = false): Promise<VersionJobResult | undefined> {
  const check = await findCheck(connection(), checkId);
  if (!check) return undefined;
  const { photos, boxes, errors, warnings } = versionSummarySchema.parse(check.summary);
  const result = { checkId, photos, boxes, errors, warnings };
  const version = check.versionId && (await findVersionByManifest(connection(), check.manifestSha256));
  if (!version) return { ...result, outcome: isCheckOnly ? "checked" : "blocked", version: null };
  // both have the time of their transaction
  const isOwn = version.createdAt.getTime() === check.createdAt.getTime();
  return { ...result, outcome: isOwn ? "created" : "unchanged", version: version.number };
}

/** Somebody made the same version in between. */
async function sameAs(
  result: Omit<VersionJobResult, "outcome" | "version">,
  manifestSha256: string,
): Promise<VersionJobResult> {
  const same: VersionRow | undefined = await findVersionByManifest(connection(), manifestSha256);
  return { ...result, outcome: "unchanged", version: same?.number ?? null };
}
