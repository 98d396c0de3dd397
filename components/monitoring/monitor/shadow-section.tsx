"use client";

import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { useClasses } from "@/lib/client/workspace/workspace-context";
import type { ShadowAnswer } from "@/lib/contracts/monitor-page";
import { ErrorText } from "../error-text";
import { useLikelyText } from "./use-likely-text";

/** Classes that moved most. */
const SHOWN_CLASSES = 8;

type Candidate = ShadowAnswer["candidates"][number];
type Figures = NonNullable<Candidate["figures"]>;

/** Candidates beside this model on the same photos of live traffic. */
export function ShadowSection({ modelId }: { readonly modelId: string }) {
  const t = useTranslations("monitor.shadow");
  const format = useFormatter();
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.monitoring.shadow.queryOptions({ modelId }));
  return (
    <Section title={t("title")} hint={t("hint")}>
      <ErrorText error={error} />
      {data && data.candidates.length === 0 ? (
        <p className="text-ink-soft">
          {data.runningId ? t("waits", { candidateId: data.runningId }) : t("none")}
        </p>
      ) : null}
      {data?.since && data.candidates.length > 0 ? (
        <p className="text-ink-soft text-meta">
          {t("since", { when: format.dateTime(new Date(data.since), { dateStyle: "medium" }) })}
        </p>
      ) : null}
      {data?.candidates.map((candidate) => (
        <section
          key={candidate.candidateId}
          aria-label={candidate.candidateId}
          className="flex min-w-0 flex-col gap-2"
        >
          <h3 className="flex items-center gap-2 font-medium">
            {candidate.candidateId}
            {candidate.candidateId === data.runningId ? <Badge tone="plain">{t("runs")}</Badge> : null}
          </h3>
          {candidate.figures ? (
            <ShadowFigures figures={candidate.figures} />
          ) : (
            <p className="text-ink-soft">{t("few", { count: candidate.photos, least: data.least })}</p>
          )}
        </section>
      ))}
    </Section>
  );
}

function ShadowFigures({ figures }: { readonly figures: Figures }) {
  const t = useTranslations("monitor.shadow");
  const likely = useLikelyText();
  const { judged, agreement } = figures;
  const rows: readonly (readonly [Parameters<typeof t>[0], string])[] = [
    ["photos", String(figures.photos)],
    ["same", likely.share(figures.same)],
    ...(agreement ? [["agreement", likely.share(agreement)] as const] : []),
    ["championBoxes", likely.number(figures.championBoxes)],
    ["candidateBoxes", likely.number(figures.candidateBoxes)],
    ["moreBoxes", likely.number(figures.moreBoxes, { isDifference: true })],
    ...(judged
      ? ([
          ["championF1", likely.number(judged.champion)],
          ["candidateF1", likely.number(judged.candidate)],
          ["better", likely.number(judged.better, { isDifference: true })],
        ] as const)
      : []),
  ];
  return (
    <>
      <dl className="tabular grid gap-x-4 gap-y-1 sm:grid-cols-[minmax(0,20rem)_1fr]">
        {rows.map(([key, value]) => (
          <div key={key} className="contents">
            <dt className="text-ink-soft">{t(key)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="text-ink-soft text-meta">
        {judged ? t("bias", { photos: judged.better.photos }) : t("fewSaved")}
      </p>
      <ClassShifts classes={figures.classes} />
    </>
  );
}

function ClassShifts({ classes: shifts }: { readonly classes: Figures["classes"] }) {
  const t = useTranslations("monitor.shadow");
  const classes = useClasses();
  if (shifts.length === 0) return <p className="text-ink-soft">{t("noClasses")}</p>;
  return (
    <>
      <h4 className="font-medium">{t("classes")}</h4>
      <ul className="tabular flex flex-col divide-y text-meta">
        {shifts
          .slice(0, SHOWN_CLASSES)
          .map(({ classId, champion, candidate, more, fewer, isBeyondChance }) => (
            <li key={classId} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
              <span>{t("more", { name: classes.nameOf(classId), candidate, champion, more, fewer })}</span>
              <Badge tone={isBeyondChance ? "unsure" : "plain"}>
                {t(isBeyondChance ? "beyond" : "chance")}
              </Badge>
            </li>
          ))}
      </ul>
    </>
  );
}
