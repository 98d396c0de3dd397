"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { MeasureJob, MeasureModel } from "@/components/gate/measure-model";
import { VerdictList } from "@/components/gate/verdict-list";
import { Badge } from "@/components/ui/badge";
import { moment } from "@/components/ui/figures";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import type { RegistryEntry } from "@/lib/contracts/model-registry";
import { AliasBadge } from "./alias-badge";
import { ClassBars } from "./class-bars";
import { DetailPage } from "./detail-page";
import { LineageView } from "./lineage-view";
import { MoveHistory } from "./move-history";
import { PromoteButton } from "./promote-button";
import { SetBars } from "./set-bars";

/** One version's card: figures, classes, data, lineage, licence, verdicts and moves. */
export function ModelView({ modelId }: { readonly modelId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.models.entry.queryOptions({ modelId }));
  return <DetailPage query={query}>{(entry) => <Card entry={entry} />}</DetailPage>;
}

function Card({ entry }: { readonly entry: RegistryEntry }) {
  const t = useTranslations("models");
  const { manifest, alias, origin } = entry;
  const { id } = manifest;
  return (
    <>
      <header className="flex flex-wrap items-center gap-3">
        <h1 className="font-semibold text-display tracking-[-0.02em]">{id}</h1>
        <AliasBadge alias={alias} />
        <Badge>{t(`origin.${origin}`)}</Badge>
        {alias !== "champion" ? (
          <span className="ml-auto flex flex-wrap gap-2">
            <MeasureModel modelId={id} />
            <PromoteButton modelId={id} />
          </span>
        ) : null}
      </header>
      <MeasureJob modelId={id} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Section title={t("figures")} hint={t("figuresHint")}>
            <SetBars metrics={manifest.metrics} />
          </Section>
          <Section title={t("apTitle")}>
            <ClassBars manifest={manifest} />
          </Section>
          <Section title={t("lineage")}>
            <LineageView modelId={id} />
          </Section>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Section title={t("facts")}>
            <Facts entry={entry} />
          </Section>
          <Section title={t("verdicts")}>
            <VerdictList modelId={id} />
          </Section>
          <Section title={t("history")}>
            <MoveHistory modelId={id} />
          </Section>
        </div>
      </div>
    </>
  );
}

function Facts({ entry: { manifest, commit, registeredAt } }: { readonly entry: RegistryEntry }) {
  const t = useTranslations("models");
  const bytes = (role: string) =>
    manifest.files.filter((file) => file.role.startsWith(role)).reduce((sum, file) => sum + file.bytes, 0);
  const megabytes = (count: number) => `${(count / 1e6).toFixed(1)} MB`;
  const config = manifest.files.find(({ role }) => role === "config");
  const facts: [string, string][] = [
    [t("fact.architecture"), `${manifest.architecture}, ${manifest.inputSize} px`],
    [t("fact.classes"), String(manifest.classes.length)],
    [t("fact.licence"), manifest.licence],
    [t("fact.browser"), megabytes(bytes("tfjs"))],
    [t("fact.onnx"), megabytes(bytes("onnx"))],
    [t("fact.made"), moment(registeredAt ?? manifest.createdAt)],
    ...(commit ? ([[t("fact.commit"), commit.slice(0, 12)]] as [string, string][]) : []),
  ];
  return (
    <>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-soft">{name}</dt>
            <dd className="tabular break-words text-right">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="flex flex-wrap gap-x-4">
        <a
          href={`/api/v1/models/${manifest.id}/card.md`}
          className="underline underline-offset-4"
          target="_blank"
          rel="noreferrer"
        >
          {t("readCard")}
        </a>
        {config ? (
          <a
            href={`/api/v1/models/${manifest.id}/${config.path}`}
            className="underline underline-offset-4"
            target="_blank"
            rel="noreferrer"
          >
            {t("readConfig")}
          </a>
        ) : null}
      </p>
      {Object.keys(manifest.dataSets).length > 0 ? (
        <details>
          <summary className="cursor-pointer">{t("dataSets")}</summary>
          <ul className="mt-1 text-ink-soft text-meta">
            {Object.entries(manifest.dataSets).map(([name, hash]) => (
              <li key={name}>
                {name} <code>{hash.slice(0, 12)}</code>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}
