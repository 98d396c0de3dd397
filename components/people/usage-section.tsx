"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { ErrorLine } from "./error-line";
import { useSize } from "./use-size";

/** How much of what the team may have it has. */
export function UsageSection() {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const size = useSize();
  const { data, error } = useQuery(trpc.people.team.usage.queryOptions());
  if (error) return <ErrorLine error={error} />;
  if (!data) return null;
  const { used, limits } = data;
  const shown = [
    { what: "bytes", text: t("usedOf", { used: size(used.bytes), limit: size(limits.bytes) }) },
    { what: "photos", text: t("photosOf", { used: used.photos, limit: limits.photos }) },
    { what: "jobs", text: t("jobsOf", { used: used.jobs, limit: limits.jobs }) },
  ] as const;
  return (
    <Section title={t("usage")} hint={t("usageHint")}>
      {shown.map(({ what, text }) => (
        <div key={what} className="flex flex-col gap-1">
          <p className="tabular">{text}</p>
          <ProgressBar label={text} value={Math.min(1, used[what] / limits[what])} />
        </div>
      ))}
    </Section>
  );
}
