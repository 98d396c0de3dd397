"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { moment } from "@/components/ui/figures";
import { useTRPC } from "@/lib/client/api/trpc";
import { PromotionVerdictBadge } from "./verdict-badge";

/** What the gate said, newest first; of one model when named. */
export function VerdictList({ modelId }: { readonly modelId?: string }) {
  const t = useTranslations("models");
  const trpc = useTRPC();
  const { data = [] } = useQuery(trpc.gate.verdicts.queryOptions({ modelId, limit: 20 }));
  if (data.length === 0) return <p className="text-ink-soft">{t("noVerdicts")}</p>;
  return (
    <ul className="flex flex-col gap-2">
      {data.map(({ id, createdAt, promoted, report }) => (
        <li key={id}>
          <Link
            href={`/studio/models/verdicts/${id}`}
            className="block rounded-card border px-3 py-2 hover:bg-sunken"
          >
            <span className="flex flex-wrap items-center gap-2">
              <PromotionVerdictBadge verdict={report.verdict} />
              <span className="font-medium">{report.candidateId}</span>
              <span className="text-ink-soft">{t("against", { model: report.championId })}</span>
            </span>
            <span className="block text-ink-soft text-meta">
              <time dateTime={createdAt}>{moment(createdAt)}</time>
              {promoted ? ` · ${t("promotedByItself")}` : ""}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
