import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import {
  type ForageReport,
  forageReportSchema,
  type MonitorReport,
  monitorReportSchema,
  type ReportList,
} from "@/lib/contracts/monitor-reports";
import { AppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import * as repository from "./repository";
import { installedMakers } from "./run-outside";

const unpack = promisify(gunzip);

/** How many columns drift, and of how many that can be said. */
export function driftOf(report: MonitorReport): { readonly drifted: number; readonly judged: number } {
  if (report.maker === "forage") return { drifted: report.finding.drifted, judged: report.finding.judged };
  // whether there are more outliers is one question
  if (report.maker === "alibi") return { drifted: report.summary.isDrift ? 1 : 0, judged: 1 };
  const judged = report.summary.columns.filter(({ isDrift }) => isDrift !== null);
  return { drifted: judged.filter(({ isDrift }) => isDrift).length, judged: judged.length };
}

/** A model's kept reports, the newest first. */
export async function listReports(teamId: string, modelId: string): Promise<ReportList> {
  const rows = await repository.listReports(connection(), { teamId, modelId });
  return {
    installed: installedMakers(),
    reports: rows.map(({ id, madeAt, content }) => {
      const report = monitorReportSchema.parse(content);
      return {
        id,
        madeAt: madeAt.toISOString(),
        ...{ maker: report.maker, from: report.from, to: report.to },
        ...driftOf(report),
        figures: report.maker === "forage" ? report.figures : null,
      };
    }),
  };
}

export interface OpenReport {
  readonly report: MonitorReport;
  /** Forage's report of the last week before that has one. */
  readonly previous: ForageReport | null;
  readonly madeAt: Date;
  /** Another program's page; null of Forage's own reports, which are drawn anew. */
  readonly page: Buffer | null;
}

/** A team's report. @throws AppError request/not-found */
export async function openReport(teamId: string, id: string): Promise<OpenReport> {
  const row = await repository.readReport(connection(), teamId, id);
  if (!row) throw new AppError("request/not-found");
  const { madeAt, page } = row;
  const report = monitorReportSchema.parse(row.content);
  const others = await repository.listReports(connection(), { teamId, modelId: report.modelId });
  const earlier = others.find(({ maker, startsOn }) => maker === "forage" && startsOn < report.from);
  return {
    report,
    previous: earlier ? forageReportSchema.parse(earlier.content) : null,
    madeAt,
    page: page === null ? null : await unpack(page),
  };
}

/** Forage's own report, as its page and its paper draw it. */
export interface OpenForageReport extends Omit<OpenReport, "report" | "page"> {
  readonly report: ForageReport;
}
