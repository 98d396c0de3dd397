"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/lib/client/api/trpc";
import { type DriftColumn, OTHERS, type Period } from "@/lib/contracts/monitoring";
import { ErrorText } from "../error-text";
import type { ChosenCell } from "./drift-matrix";

interface EvidencePanelProps {
  readonly modelId: string;
  readonly period: Period;
  readonly cell: ChosenCell;
  readonly name: string;
  /** What the comparison said; undefined for the reference. */
  readonly found: DriftColumn | undefined;
}

/** What stands behind a cell: the test in a sentence, and the values before and now, one above the other. */
export function EvidencePanel({ modelId, period, cell, name, found }: EvidencePanelProps) {
  const t = useTranslations("monitor");
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.monitoring.evidence.queryOptions({ modelId, period, ...cell }));
  const title = t("evidenceOf", { name, day: cell.startsOn });
  const part = (count: number, rows: number) => (rows === 0 ? 0 : count / rows);
  const most = Math.max(
    0.001,
    ...(data?.bars ?? []).flatMap(({ reference, current }) => [
      part(reference, data?.referenceRows ?? 0),
      part(current, data?.currentRows ?? 0),
    ]),
  );
  return (
    <section aria-label={title} className="flex flex-col gap-2 rounded-card bg-sunken p-3">
      <h3 className="font-medium">{title}</h3>
      <p className="tabular text-meta">{found ? <Verdict found={found} /> : t("isReference")}</p>
      <ErrorText error={error} />
      {data ? (
        <>
          <p className="flex flex-wrap gap-4 text-ink-soft text-meta">
            <span className="flex items-center gap-1.5">
              <span aria-hidden className="inline-block h-2 w-4 bg-leaf" />
              {t("before", { count: data.referenceRows })}
            </span>
            <span className="flex items-center gap-1.5">
              <span aria-hidden className="inline-block h-2 w-4 bg-tomato" />
              {t("now", { count: data.currentRows })}
            </span>
          </p>
          {data.bars.length === 0 ? <p>{t("tooFewRows", { least: data.least })}</p> : null}
          <ul className="flex flex-col gap-1">
            {data.bars.map(({ name: bar, reference, current }) => {
              const before = part(reference, data.referenceRows);
              const now = part(current, data.currentRows);
              return (
                <li key={bar} className="grid grid-cols-[7rem_1fr] items-center gap-2 text-meta">
                  <span className="tabular truncate">{bar === OTHERS ? t("otherNames") : bar}</span>
                  <span
                    role="img"
                    aria-label={t("bar", {
                      before: Math.round(before * 1000) / 10,
                      now: Math.round(now * 1000) / 10,
                    })}
                    className="flex flex-col gap-0.5"
                  >
                    <span className="block h-1.5 bg-leaf" style={{ width: `${(before / most) * 100}%` }} />
                    <span className="block h-1.5 bg-tomato" style={{ width: `${(now / most) * 100}%` }} />
                  </span>
                </li>
              );
            })}
          </ul>
        </>
      ) : null}
    </section>
  );
}

function Verdict({ found }: { readonly found: DriftColumn }) {
  const t = useTranslations("monitor");
  const { test, value, corrected, threshold, verdict, reason, reference, current } = found;
  const rows = t("rows", { before: reference.rows, now: current.rows });
  if (verdict === "none") {
    const why =
      reason && t.has(`why.${reason}` as "why.text") ? t(`why.${reason}` as "why.text") : t("is.few");
    return `${why}. ${rows}`;
  }
  const said = t(verdict === "drift" ? "saysDrift" : "saysSteady", {
    test: test ?? "",
    value: Number((corrected ?? value ?? 0).toPrecision(3)),
    threshold: threshold ?? 0,
  });
  return `${said} ${rows}`;
}
