import { Readable } from "node:stream";
import { getFormatter, getTranslations } from "next-intl/server";
import { z } from "zod";
import { type ForageReport, REPORT_FORMATS } from "@/lib/contracts/monitor-reports";
import { AppError } from "@/lib/core/errors";
import { route } from "@/server/api/route";
import { recordNow } from "@/server/audit/service";
import { listClasses } from "@/server/datasets/classes/classes";
import { openReport } from "@/server/monitoring/reports/open-report";
import { reportHtml } from "@/server/monitoring/reports/report-html";
import { reportPdf } from "@/server/monitoring/reports/report-pdf";
import { FIGURE_NAMES, type FigureName, type ReportWords } from "@/server/monitoring/reports/report-words";

export const dynamic = "force-dynamic";

const querySchema = z.object({ as: z.enum(REPORT_FORMATS).default("html") });

/** Evidently's page needs its own scripts, and gets nothing of Forage's: no origin, no cookies, no connection. */
const ALONE =
  "sandbox allow-scripts allow-downloads; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; worker-src blob:";
const STILL = "sandbox; default-src 'none'; style-src 'unsafe-inline'";

/** A kept report of what the model sees: as a page, as data, or on paper. */
export const GET = route(
  { kind: "read", permission: "monitoring:read", limit: "export" },
  async (request, { team }, { id }) => {
    const { as } = querySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
    const opened = await openReport(team.id, z.uuid().parse(id));
    const { report, page, previous, madeAt } = opened;
    const name = `forage-${report.maker}-${report.from}.${as}`;
    await recordNow({ action: "data/exported", facts: { report: report.maker, format: as } });
    if (as === "json") return answer(JSON.stringify(report), "application/json", { name });
    if (report.maker !== "forage") {
      if (page === null || as === "pdf")
        throw new AppError("request/invalid", {
          facts: { field: "as: a report of another program is html or json" },
        });
      const policy = report.maker === "evidently" ? ALONE : STILL;
      return answer(new Uint8Array(page), "text/html; charset=utf-8", { policy });
    }
    const forage = { report, previous, madeAt };
    const words = await reportWords();
    if (as === "html")
      return answer(reportHtml(forage, words), "text/html; charset=utf-8", { policy: STILL });
    const body = Readable.toWeb(await reportPdf(forage, words)) as ReadableStream<Uint8Array>;
    return answer(body, "application/pdf", { name });
  },
);

function answer(
  body: BodyInit,
  type: string,
  { name, policy }: { readonly name?: string; readonly policy?: string },
): Response {
  return new Response(body, {
    headers: {
      "content-type": type,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...(name ? { "content-disposition": `attachment; filename="${name}"` } : {}),
      ...(policy ? { "content-security-policy": policy } : {}),
    },
  });
}

const CLASS = "class ";

async function reportWords(): Promise<ReportWords> {
  const t = await getTranslations("monitor");
  const format = await getFormatter();
  const verdictOf = ({ verdict, drifted, judged, events }: ForageReport["finding"], day: string) =>
    t(`verdict.${verdict}`, { day, drifted, judged, events });
  const classes = new Map((await listClasses()).map(({ id, name }) => [id, name]));
  return {
    title: t("report.title"),
    week: (from, to) => t("report.week", { from, to }),
    model: (modelId) => t("report.model", { modelId }),
    comparedWith: ({ from, to, trainingPhotos: photos }) =>
      photos === undefined
        ? t("report.comparedWith", { from, to })
        : t("report.comparedWithTraining", { photos }),
    made: (when) =>
      t("report.made", { when: format.dateTime(when, { dateStyle: "medium", timeStyle: "short" }) }),
    verdict: ({ finding, from }) =>
      finding.isReference ? t("report.isReference") : verdictOf(finding, from),
    figures: t("report.figures"),
    drift: t("drift"),
    values: t("report.values"),
    previous: t("report.previous"),
    thisWeek: t("report.thisWeek"),
    figureNames: Object.fromEntries(FIGURE_NAMES.map((name) => [name, t(`report.figure.${name}`)])) as Record<
      FigureName,
      string
    >,
    headings: [
      t("report.feature"),
      t("report.test"),
      t("report.value"),
      t("report.limit"),
      t("report.found"),
    ],
    verdicts: { drift: t("is.drift"), "no drift": t("is.steady"), none: t("is.few") },
    nameOf: (column) => {
      if (column.startsWith(CLASS)) return classes.get(Number(column.slice(CLASS.length))) ?? column;
      const key = `column.${column}`;
      return t.has(key as "column.boxes") ? t(key as "column.boxes") : column;
    },
    legend: t("report.legend"),
  };
}
