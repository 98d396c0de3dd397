import { z } from "zod";
import { labelSchema, modelBoxSchema, modelIdSchema } from "@/lib/contracts/corrections";
import {
  classedBoxSchema,
  type DataErrorReport,
  type DataErrorsOverview,
  DOUBT_KINDS,
  DOUBT_STATES,
  type Doubt,
  type DoubtState,
  dataErrorReportSchema,
  dataErrorSummarySchema,
} from "@/lib/contracts/data-errors";
import type { ManifestPhoto } from "@/lib/contracts/dataset-manifest";
import { standingBoxes } from "@/lib/core/corrections/standing-boxes";
import { isKept, isMended, type KeptLabel } from "@/lib/core/data-errors/kept-labels";
import { AppError } from "@/lib/core/errors";
import type { ClassedBox } from "@/lib/core/geometry/box";
import { listClasses, standingClassIds } from "@/server/datasets/classes/classes";
import { standingDecisions } from "@/server/datasets/findings/findings";
import { readVersionManifest } from "@/server/datasets/versions/read-version";
import { connection } from "@/server/db/transaction";
import { getFileStore } from "@/server/storage/service";
import {
  findVersionId,
  type NewestRow,
  type ReportRow,
  readKept,
  readNewest,
  readReports,
} from "./repository";

export interface OpenReport {
  readonly row: ReportRow & { readonly number: number };
  readonly report: DataErrorReport;
  /** The version's photos, by content. */
  readonly photos: ReadonlyMap<string, ManifestPhoto>;
}

const KEPT = 3;
/** By SHA-256: what is named by its content never changes. */
const parsed = new Map<string, Promise<Pick<OpenReport, "report" | "photos">>>();

async function parse({
  reportSha256,
  number,
}: OpenReport["row"]): Promise<Pick<OpenReport, "report" | "photos">> {
  const bytes = await (await getFileStore()).read(reportSha256);
  const report = dataErrorReportSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  const { photos } = await readVersionManifest(number);
  return { report, photos: new Map(photos.map((photo) => [photo.sha256, photo])) };
}

/** What was found in a version. @throws AppError request/not-found when nobody has looked it through */
export async function openReport(number: number): Promise<OpenReport> {
  const row = (await readReports(connection())).find((one) => one.number === number);
  if (!row) throw new AppError("request/not-found");
  const key = `${row.versionId} ${row.reportSha256}`;
  const known = parsed.get(key) ?? parse(row);
  parsed.delete(key);
  parsed.set(key, known);
  known.catch(() => parsed.delete(key));
  for (const oldest of parsed.keys()) if (parsed.size > KEPT) parsed.delete(oldest);
  return { row, ...(await known) };
}

export interface Standing {
  readonly state: DoubtState;
  readonly decisionId: string | null;
}

const storedSchema = z.object({
  modelId: modelIdSchema.nullable(),
  modelBoxes: z.array(modelBoxSchema),
  labels: z.array(labelSchema),
});

/** The boxes that stand on a photo now, under today's classes. */
function boxesNow(row: NewestRow, standing: ReadonlyMap<number, number>): ClassedBox[] {
  return standingBoxes(storedSchema.parse(row)).map(({ classId, box }) => ({
    classId: standing.get(classId) ?? classId,
    box,
  }));
}

/** Photos that have been corrected since the version, with the boxes that stand on them now. */
async function changedSince({ photos, report }: OpenReport) {
  const doubted = [...new Set(report.doubts.map(({ sha256 }) => sha256))];
  const [newest, classes] = await Promise.all([readNewest(connection(), doubted), listClasses()]);
  const standing = standingClassIds(classes);
  return new Map(
    newest
      .filter(({ sha256, id }) => photos.get(sha256)?.correctionId !== id)
      .map((row) => [row.sha256, boxesNow(row, standing)]),
  );
}

const keptSchema = z.object({ label: classedBoxSchema.nullable(), model: classedBoxSchema.nullable() });

/** Where each doubt of a report stands now: what people decided here or in any version, and what changed since. */
export async function standingsOf(opened: OpenReport): Promise<(doubt: Doubt) => Standing> {
  const [decisions, rows, changed] = await Promise.all([
    standingDecisions(),
    readKept(connection()),
    changedSince(opened),
  ]);
  const kept = new Map<
    string,
    { id: string; kind: string; others: string[]; what: z.output<typeof keptSchema> }[]
  >();
  for (const { id, sha256, kind, others, label, model } of rows) {
    const own = kept.get(sha256) ?? [];
    kept.set(sha256, [...own, { id, kind, others, what: keptSchema.parse({ label, model }) }]);
  }
  const isOfLabel = ({ label, model }: KeptLabel) => label !== null || model !== null;
  return (doubt) => {
    const excluded = [doubt.sha256, ...doubt.others].map((one) => decisions.excluded.get(one)).find(Boolean);
    if (excluded) return { state: "left-out", decisionId: excluded.id };
    const now = changed.get(doubt.sha256);
    if (isOfLabel(doubt)) {
      if (now && isMended(doubt, now)) return { state: "mended", decisionId: null };
      const found = kept.get(doubt.sha256)?.find(({ what }) => isOfLabel(what) && isKept(doubt, [what]));
      return found ? { state: "kept", decisionId: found.id } : { state: "open", decisionId: null };
    }
    const found = kept
      .get(doubt.sha256)
      ?.find(({ kind, others }) => kind === doubt.kind && others.join() === doubt.others.join());
    if (found) return { state: "kept", decisionId: found.id };
    const isChanged =
      doubt.kind === "copies-differ" && [doubt.sha256, ...doubt.others].some((one) => changed.has(one));
    return { state: isChanged ? "mended" : "open", decisionId: null };
  };
}

/**
 * What was found in a version and what became of it; null when nobody has looked it through.
 * @throws AppError request/not-found
 */
export async function dataErrorsOverview(number: number): Promise<DataErrorsOverview | null> {
  if ((await findVersionId(connection(), number)) === undefined) throw new AppError("request/not-found");
  const rows = await readReports(connection());
  if (!rows.some((row) => row.number === number)) return null;
  const opened = await openReport(number);
  const standing = await standingsOf(opened);
  const none = () =>
    Object.fromEntries(DOUBT_STATES.map((state) => [state, 0])) as Record<DoubtState, number>;
  const states = Object.fromEntries(
    DOUBT_KINDS.map((kind) => [kind, none()]),
  ) as DataErrorsOverview["states"];
  for (const doubt of opened.report.doubts) states[doubt.kind][standing(doubt).state]++;
  const { balance, links, mapModelId } = opened.report;
  return {
    number,
    createdAt: opened.row.createdAt.toISOString(),
    summary: dataErrorSummarySchema.parse(opened.row.summary),
    mapModelId,
    states,
    balance,
    links,
    history: rows.map((row) => {
      const { labels, found } = dataErrorSummarySchema.parse(row.summary);
      return { number: row.number, labels, found };
    }),
  };
}
