"use client";

import { useQueries } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { ScrollAcross } from "@/components/ui/scroll-across";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { type Experiment, keyOf } from "@/lib/contracts/experiments";
import type { Curves } from "@/lib/contracts/training";
import { CurveCharts } from "../curve-charts";
import { shownCell } from "./cells";
import { valueIn } from "./columns";

/** Those that were chosen: in what their configs differ, and their curves over one another. */
export function ChosenView({ chosen }: { readonly chosen: readonly Experiment[] }) {
  const t = useTranslations("experiments");
  const models = chosen.flatMap(({ modelId }) => modelId ?? []);
  const href = `/studio/training/experiments/photos?${new URLSearchParams(models.map((id) => ["model", id]))}`;
  return (
    <Section title={t("chosen", { count: chosen.length })}>
      <Differences chosen={chosen} />
      <ChosenCurves chosen={chosen} />
      <div className="flex flex-wrap items-center gap-3">
        {models.length >= 2 ? (
          <Button asChild>
            <Link href={href}>{t("comparePhotos", { count: models.length })}</Link>
          </Button>
        ) : null}
        {models.length < chosen.length ? (
          <p className="text-ink-soft text-meta">
            {t("withoutModel", { count: chosen.length - models.length })}
          </p>
        ) : null}
      </div>
    </Section>
  );
}

const nameOf = ({ config, runId }: Experiment) => `${config} · ${runId.slice(0, 8)}`;

function Differences({ chosen }: { readonly chosen: readonly Experiment[] }) {
  const t = useTranslations("experiments");
  const named = [...new Set(chosen.flatMap((one) => Object.keys(one.values)))].sort();
  const rows = [
    { name: t("columns.version"), cells: chosen.map(({ version }) => String(version)) },
    { name: t("startedFrom"), cells: chosen.map(({ baseModelId }) => baseModelId) },
    { name: t("epochsAsked"), cells: chosen.map(({ epochs }) => String(epochs)) },
    { name: t("device"), cells: chosen.map(({ device }) => device) },
    ...named.map((name) => ({
      name,
      cells: chosen.map((one) => shownCell(valueIn(one, name), "number", null)),
      // a value that is the default is the same whether it is said or not
      facts: chosen.map((one) => valueIn(one, name)),
    })),
  ].map((row) => ({ ...row, isSame: new Set("facts" in row ? row.facts : row.cells).size === 1 }));
  const different = rows.filter(({ isSame }) => !isSame);
  return (
    <ScrollAcross label={t("differences")}>
      <table className="tabular w-full">
        <caption className="text-left font-medium">{t("differences")}</caption>
        <thead className="text-left text-ink-soft text-meta">
          <tr>
            <th scope="col" className="pr-4 font-normal">
              {t("setting")}
            </th>
            {chosen.map((one) => (
              <th key={keyOf(one)} scope="col" className="pr-4 font-normal">
                {nameOf(one)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...different, ...rows.filter(({ isSame }) => isSame)].map(({ name, cells, isSame }) => (
            <tr key={name} className="border-t">
              <th scope="row" className="py-1 pr-4 text-left font-normal">
                {name}
                {isSame ? null : <span className="sr-only"> ({t("different")})</span>}
              </th>
              {chosen.map((one, at) => (
                <td key={keyOf(one)} className={`py-1 pr-4 ${isSame ? "text-ink-soft" : ""}`}>
                  <span className={isSame ? "" : "rounded-small bg-saffron-wash px-1 text-saffron-ink"}>
                    {cells[at]}
                    {name in one.values || !named.includes(name) ? "" : ` (${t("usual")})`}
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollAcross>
  );
}

function ChosenCurves({ chosen }: { readonly chosen: readonly Experiment[] }) {
  const t = useTranslations("experiments");
  const trpc = useTRPC();
  const runs = useQueries({
    queries: [...new Set(chosen.map(({ runId }) => runId))].map((runId) =>
      trpc.training.get.queryOptions({ runId }),
    ),
  });
  const byId = new Map(runs.flatMap(({ data }) => (data ? [[data.id, data] as const] : [])));
  const curves: Curves = Object.fromEntries(
    chosen.flatMap((one) => {
      const points = byId.get(one.runId)?.curves[one.config];
      return points ? [[nameOf(one), points]] : [];
    }),
  );
  const versions = new Set(chosen.map(({ version }) => version));
  return (
    <>
      {versions.size > 1 ? <p className="text-saffron-ink">{t("otherVersions")}</p> : null}
      {Object.keys(curves).length > 0 ? <CurveCharts curves={curves} /> : null}
    </>
  );
}
