"use client";

import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { ErrorLine } from "./error-line";

const MEGABYTE = 2 ** 20;

/** What the installation is and how it is: version, model, room, jobs. */
export function InstallationSection() {
  const t = useTranslations("people");
  const format = useFormatter();
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.admin.status.queryOptions());
  const size = (bytes: number) =>
    bytes < 1_000 * MEGABYTE
      ? t("megabytes", { value: format.number(Math.ceil(bytes / MEGABYTE)) })
      : t("gigabytes", { value: format.number(bytes / MEGABYTE / 1_024, { maximumFractionDigits: 1 }) });
  if (error) return <ErrorLine error={error} />;
  if (!data) return null;
  const facts = [
    [t("version"), data.version],
    [t("model"), data.modelId],
    [t("database"), size(data.databaseBytes)],
    ...(data.freeBytes === null ? [] : [[t("freeDisk"), size(data.freeBytes)]]),
  ];
  return (
    <>
      <Section title={t("installation")}>
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1">
          {facts.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-ink-soft">{name}</dt>
              <dd className="tabular">{value}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title={t("storage")} hint={t("storageHint")}>
        <ul className="flex flex-col divide-y">
          {data.teams.map(({ id, name, members, photos, bytes }) => (
            <li key={id} className="flex flex-wrap justify-between gap-x-6 py-2">
              <p className="font-medium">{name}</p>
              <p className="tabular text-ink-soft">
                {t("teamUse", { members, photos })} · {size(bytes)}
              </p>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t("jobs")}>
        {data.jobs.length === 0 ? <p className="text-ink-soft">{t("noJobs")}</p> : null}
        <ul className="flex flex-col divide-y">
          {data.jobs.map(({ kind, state, count }) => (
            <li key={`${kind} ${state}`} className="flex justify-between py-2">
              <code>{kind}</code>
              <span className="tabular text-ink-soft">{t(`jobState.${state as "queued"}`, { count })}</span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
