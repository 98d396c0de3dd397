import type { z } from "zod";
import {
  type FindingPhoto,
  type QualityGateReport,
  qualityGateReportSchema,
  type VersionFinding,
} from "@/lib/contracts/dataset-findings";
import { type DatasetManifest, datasetManifestSchema } from "@/lib/contracts/dataset-manifest";
import {
  type DatasetCheck,
  datasetCheckSchema,
  type FindingsPage,
  type findingsInputSchema,
  type ShownFinding,
  type VersionPhoto,
  type versionPhotosInputSchema,
} from "@/lib/contracts/dataset-versions";
import { findingKey } from "@/lib/core/datasets/finding-key";
import { AppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import { getFileStore } from "@/server/storage/service";
import { type Decisions, standingDecisions } from "../findings/findings";
import { deletedPhotos, readVersionManifest } from "./read-version";
import { findImages, findVersion, findVersionById, newestCheck } from "./repository";

const KEPT = 4;

/** Parsed files by SHA-256: what is named by its content never changes, and pages of one report come in a row. */
function createKept<T>(schema: z.ZodType<T>): (sha256: string) => Promise<T> {
  const kept = new Map<string, Promise<T>>();
  const read = async (sha256: string) => {
    const bytes = await (await getFileStore()).read(sha256);
    return schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  };
  return (sha256) => {
    const known = kept.get(sha256) ?? read(sha256);
    kept.delete(sha256);
    kept.set(sha256, known);
    known.catch(() => kept.delete(sha256));
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
    return known;
  };
}

const reportOf = createKept<QualityGateReport>(qualityGateReportSchema as z.ZodType<QualityGateReport>);
const draftOf = createKept<DatasetManifest>(datasetManifestSchema as z.ZodType<DatasetManifest>);

/** The newest run of the gate over what would be the next version; null before the first. */
export async function latestCheck(): Promise<DatasetCheck | null> {
  const row = await newestCheck(connection());
  if (!row) return null;
  const version = row.versionId === null ? undefined : await findVersionById(connection(), row.versionId);
  return datasetCheckSchema.parse({
    ...row,
    version: version?.number ?? null,
    createdAt: row.createdAt.toISOString(),
  });
}

interface Shown {
  readonly report: QualityGateReport;
  readonly deleted: ReadonlySet<string>;
}

async function shownReport(of: z.output<typeof findingsInputSchema>["of"]): Promise<Shown> {
  if (of === "next") {
    const check = await newestCheck(connection());
    if (!check) throw new AppError("request/not-found");
    return { report: await reportOf(check.reportSha256), deleted: new Set() };
  }
  const row = await findVersion(connection(), of);
  if (!row) throw new AppError("request/not-found");
  return { report: await reportOf(row.reportSha256), deleted: await deletedPhotos(of) };
}

/** Later decisions count: a page shows the present state of a finding. */
function standing(finding: VersionFinding, decisions: Decisions) {
  const key = findingKey({ ...finding, region: finding.region ?? undefined });
  const waiver = decisions.waiverOf(key);
  const excluded = finding.photos.filter((sha256) => decisions.excluded.has(sha256));
  const exclusion = excluded[0] === undefined ? undefined : decisions.excluded.get(excluded[0]);
  return {
    key: key as ShownFinding["key"],
    waived: waiver?.reason ?? finding.waived,
    excluded,
    decisionId: (waiver ?? exclusion)?.id ?? null,
    isOpen: !waiver && !exclusion && finding.waived === null,
  };
}

function countCodes(findings: readonly VersionFinding[], decisions: Decisions): FindingsPage["codes"] {
  const counts = new Map<string, FindingsPage["codes"][number]>();
  for (const one of findings) {
    const entry = counts.get(one.code) ?? { code: one.code, severity: one.severity, count: 0, open: 0 };
    const open = entry.open + (standing(one, decisions).isOpen ? 1 : 0);
    counts.set(one.code, { ...entry, count: entry.count + 1, open });
  }
  return [...counts.values()];
}

/**
 * What the gate found, a page at a time, each finding with its photos to show and where it stands now.
 * @throws AppError request/not-found for an unknown version, or before the first check
 */
export async function showFindings(input: z.output<typeof findingsInputSchema>): Promise<FindingsPage> {
  const { of, code, cursor, limit } = input;
  const [{ report, deleted }, decisions] = await Promise.all([shownReport(of), standingDecisions()]);
  const wanted = report.findings.filter((one) => code === undefined || one.code === code);
  const page = wanted.slice(cursor, cursor + limit);
  const images = await findImages(
    connection(),
    page.flatMap(({ photos }) => photos),
  );
  const toShown = (photo: FindingPhoto) => {
    const isDeleted = deleted.has(photo.sha256);
    return { ...photo, isDeleted, image: isDeleted ? null : (images.get(photo.sha256) ?? null) };
  };
  return {
    codes: countCodes(report.findings, decisions),
    findings: page.map((one) => {
      const { isOpen: _, ...stands } = standing(one, decisions);
      const shown = one.photos.flatMap((sha256) => report.photos[sha256] ?? []).map(toShown);
      return { ...one, ...stands, shown };
    }),
    nextCursor: cursor + limit < wanted.length ? cursor + limit : null,
  };
}

/** A page of a version's photos, by SHA-256. @throws AppError request/not-found, dataset/damaged */
export async function showPhotos(input: z.output<typeof versionPhotosInputSchema>): Promise<{
  readonly items: readonly VersionPhoto[];
  readonly total: number;
  readonly nextCursor: number | null;
}> {
  const { number, split, source, classId, cursor, limit } = input;
  const [{ photos }, deleted] = await Promise.all([manifestOf(number), deletedPhotos(number)]);
  const wanted = photos.filter(
    (photo) =>
      (split === undefined || (photo.split === split && photo.heldOutFor === null)) &&
      (source === undefined || photo.source === source) &&
      (classId === undefined || photo.boxes.some((box) => box.classId === classId)),
  );
  const page = wanted.slice(cursor, cursor + limit);
  const images = await findImages(
    connection(),
    page.map(({ sha256 }) => sha256),
  );
  return {
    items: page.map((photo) => {
      const isDeleted = deleted.has(photo.sha256);
      return { ...photo, isDeleted, image: isDeleted ? null : (images.get(photo.sha256) ?? null) };
    }),
    total: wanted.length,
    nextCursor: cursor + limit < wanted.length ? cursor + limit : null,
  };
}

async function manifestOf(number: number): Promise<DatasetManifest> {
  const row = await findVersion(connection(), number);
  // a damaged one is reported by the read that compares the hash
  return row
    ? draftOf(row.manifestSha256).catch(() => readVersionManifest(number))
    : readVersionManifest(number);
}
