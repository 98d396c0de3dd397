"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { ErrorLine } from "./error-line";
import { useSize } from "./use-size";

const HEALTH_WORDS = { worker: "noWorker", late: "noAnswer" } as const;

/** What the installation is and how it is: version, model, room, jobs. */
export function InstallationSection() {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.admin.status.queryOptions());
  const size = useSize();
  if (error) return <ErrorLine error={error} />;
  if (!data) return null;
  const facts = [
    [t("version"), data.version],
    [t("model"), data.modelId ?? "–"],
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
      <Section title={t("health")} hint={t("healthHint")}>
        <ul className="flex flex-col divide-y">
          {data.health.map(({ part, wrong }) => (
            <li key={part} className="flex flex-wrap justify-between gap-x-6 py-2">
              <p className="font-medium">{t(`healthPart.${part}`)}</p>
              <p className={wrong === null ? "text-ink-soft" : "text-tomato-ink"}>
                {wrong === null
                  ? t("works")
                  : wrong in HEALTH_WORDS
                    ? t(HEALTH_WORDS[wrong as "late"])
                    : wrong}
              </p>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t("storage")} hint={t("storageHint")}>
        <ul className="flex flex-col divide-y">
          {data.teams.map(({ id, name, members, photos, bytes, limitBytes }) => (
            <li key={id} className="flex flex-wrap justify-between gap-x-6 py-2">
              <p className="font-medium">{name}</p>
              <p className="tabular text-ink-soft">
                {t("teamUse", { members, photos })} ·{" "}
                {t("usedOf", { used: size(bytes), limit: size(limitBytes) })}
              </p>
              <ProgressBar
                className="basis-full"
                label={t("storageOf", { name })}
                value={Math.min(1, bytes / limitBytes)}
              />
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
