"use client";

import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useTRPC } from "@/lib/client/api/trpc";

/** What is raised now. Nothing is shown while all is quiet. */
export function RaisedAlerts() {
  const t = useTranslations("alerts");
  const format = useFormatter();
  const { data } = useQuery(useTRPC().monitoring.alerts.raised.queryOptions());
  if (!data || data.length === 0) return null;
  return (
    <ul aria-label={t("raisedNow")} className="flex flex-col gap-2">
      {data.map(({ id, name, raisedAt, silentUntil }) => (
        <li key={id} className="rounded-card bg-tomato-wash p-3">
          <span className="font-medium">{name}</span>{" "}
          <span className="text-meta">
            {raisedAt
              ? t("since", {
                  when: format.dateTime(new Date(raisedAt), { dateStyle: "medium", timeStyle: "short" }),
                })
              : ""}
            {silentUntil
              ? ` · ${t("silentUntil", { when: format.dateTime(new Date(silentUntil), { dateStyle: "medium", timeStyle: "short" }) })}`
              : ""}
          </span>
        </li>
      ))}
    </ul>
  );
}
