"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { ScrollAcross } from "@/components/ui/scroll-across";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { OUTSIDE_MAKERS, REPORT_FORMATS, type ReportLine } from "@/lib/contracts/monitor-reports";
import { ErrorText } from "../error-text";

const SETUP = "bash scripts/training-setup.sh --";

/** A model's reports week by week, to be compared, opened and taken along. */
export function ReportsSection({ modelId }: { readonly modelId: string }) {
  const t = useTranslations("monitor.reports");
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.monitoring.reports.list.queryOptions({ modelId }));
  const make = useMutation(trpc.monitoring.reports.make.mutationOptions());
  const ask = useMutation(trpc.monitoring.reports.ask.mutationOptions());
  return (
    <Section title={t("title")} hint={t("hint")}>
      <div className="flex flex-wrap gap-3">
        <Button onClick={() => make.mutate({ modelId })} waitsFor={make.isPending && t("make")}>
          {t("make")}
        </Button>
        {data?.installed.map((maker) => (
          <Button
            key={maker}
            onClick={() => ask.mutate({ modelId, maker })}
            waitsFor={ask.isPending && t("ask", { name: t(`maker.${maker}`) })}
          >
            {t("ask", { name: t(`maker.${maker}`) })}
          </Button>
        ))}
      </div>
      {ask.isSuccess ? <p role="status">{t("asked", { name: t(`maker.${ask.variables.maker}`) })}</p> : null}
      <ErrorText error={error ?? make.error ?? ask.error} />
      {OUTSIDE_MAKERS.filter((maker) => data && !data.installed.includes(maker)).map((maker) => (
        <p key={maker} className="text-ink-soft text-meta">
          {t(`notInstalled.${maker}`, { command: SETUP + maker })}
        </p>
      ))}
      {data?.reports.length === 0 ? <p className="text-ink-soft">{t("none")}</p> : null}
      {data && data.reports.length > 0 ? <Reports reports={data.reports} /> : null}
    </Section>
  );
}

function Reports({ reports }: { readonly reports: readonly ReportLine[] }) {
  const t = useTranslations("monitor.reports");
  const figure = useTranslations("monitor.report.figure");
  const format = useFormatter();
  const percent = (part: number, all: number) =>
    all === 0 ? "–" : format.number(part / all, { style: "percent", maximumFractionDigits: 1 });
  return (
    <ScrollAcross label={t("table")}>
      <table className="tabular w-full min-w-max text-left text-meta">
        <thead className="text-ink-soft">
          <tr>
            {[t("week"), t("by"), t("drift"), t("photos"), figure("boxless"), figure("wrong"), t("open")].map(
              (name) => (
                <th key={name} scope="col" className="max-w-40 py-2 pr-4 align-bottom font-medium">
                  {name}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody className="divide-y border-t">
          {reports.map(({ id, maker, from, to, drifted, judged, figures }) => (
            <tr key={id}>
              <th scope="row" className="py-2 pr-4 font-medium">
                {from} – {to}
              </th>
              <td className="pr-4">{t(`maker.${maker}`)}</td>
              <td className="pr-4">{judged === 0 ? "–" : t("driftOf", { drifted, judged })}</td>
              <td className="pr-4">{figures?.events ?? "–"}</td>
              <td className="pr-4">{figures ? percent(figures.boxless, figures.events) : "–"}</td>
              <td className="pr-4">{figures ? percent(figures.wrongBoxes, figures.judgedBoxes) : "–"}</td>
              <td>
                <span className="flex gap-3">
                  {REPORT_FORMATS.filter((as) => maker === "forage" || as !== "pdf").map((as) => (
                    <a
                      key={as}
                      href={`/api/v1/monitoring/reports/${id}?as=${as}`}
                      target={as === "html" ? "_blank" : undefined}
                      rel="noreferrer"
                      aria-label={t("openLabel", { as: t(as), maker: t(`maker.${maker}`), from })}
                      className="py-2 underline"
                    >
                      {t(as)}
                    </a>
                  ))}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollAcross>
  );
}
