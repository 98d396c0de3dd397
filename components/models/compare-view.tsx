"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/lib/client/trpc";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import type { RegistryEntry } from "@/lib/contracts/registry";
import { CompareConfigs } from "./compare-configs";
import { CompareErrors } from "./compare-errors";
import { DifferenceBars, type DifferenceRow } from "./difference-bars";
import { inPoints } from "./format";
import { Section } from "./section";

/** Any two versions side by side: figures, classes, configs with their curves, and the photos they differ on. */
export function CompareView() {
  const t = useTranslations("models");
  const trpc = useTRPC();
  const { data: entries = [] } = useQuery(trpc.models.registry.queryOptions());
  const [chosen, setChosen] = useState<{ left?: string; right?: string }>({});
  const ids = entries.map(({ manifest }) => manifest.id);
  const left = entries.find(({ manifest }) => manifest.id === (chosen.left ?? ids[0]));
  const right = entries.find(({ manifest }) => manifest.id === (chosen.right ?? ids[1] ?? ids[0]));
  const select = (side: "left" | "right", value: string) => (
    <select
      aria-label={t(side === "left" ? "firstModel" : "secondModel")}
      value={value}
      onChange={(event) => setChosen((old) => ({ ...old, [side]: event.target.value }))}
      className="h-9 rounded-card border border-line-strong bg-paper px-2 pointer-coarse:h-11"
    >
      {ids.map((id) => (
        <option key={id}>{id}</option>
      ))}
    </select>
  );
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-1 flex-col gap-4 px-4 py-6 lg:py-8">
      <Link href="/studio/models" className="self-start text-ink-soft underline-offset-4 hover:underline">
        ← {t("title")}
      </Link>
      <h1 className="font-semibold text-display tracking-[-0.02em]">{t("compare")}</h1>
      {left && right ? (
        <>
          <div className="flex flex-wrap items-center gap-2">
            {select("left", left.manifest.id)}
            <span className="text-ink-soft">{t("with")}</span>
            {select("right", right.manifest.id)}
          </div>
          <Comparison left={left} right={right} />
        </>
      ) : (
        <p role="status">{t("loading")}</p>
      )}
    </div>
  );
}

function Comparison({ left, right }: { readonly left: RegistryEntry; readonly right: RegistryEntry }) {
  const t = useTranslations("models");
  return (
    <>
      <Section
        title={t("figures")}
        hint={t("leftLessRight", { left: left.manifest.id, right: right.manifest.id })}
      >
        <DifferenceBars rows={setRows(left.manifest, right.manifest)} empty={t("nothingShared")} />
      </Section>
      <Section
        title={t("apTitle")}
        hint={t("leftLessRight", { left: left.manifest.id, right: right.manifest.id })}
      >
        <ClassDifferences left={left.manifest} right={right.manifest} />
      </Section>
      <Section title={t("configs")}>
        <CompareConfigs left={left} right={right} />
      </Section>
      <Section title={t("gallery")} hint={t("galleryHint")}>
        <CompareErrors leftId={left.manifest.id} rightId={right.manifest.id} />
      </Section>
    </>
  );
}

function setRows(left: ModelManifest, right: ModelManifest): readonly DifferenceRow[] {
  return Object.entries(left.metrics).flatMap(([set, mine]) => {
    const theirs = right.metrics[set];
    if (!theirs) return [];
    return [
      {
        key: set,
        label: set,
        note: `${inPoints(mine.map50)} · ${inPoints(theirs.map50)}`,
        difference: mine.map50 - theirs.map50,
      },
    ];
  });
}

function ClassDifferences({ left, right }: { readonly left: ModelManifest; readonly right: ModelManifest }) {
  const t = useTranslations("models");
  const shared = Object.keys(left.metrics).filter((set) => right.metrics[set]);
  const [chosen, setChosen] = useState<string | null>(null);
  const set = chosen !== null && shared.includes(chosen) ? chosen : (shared[0] ?? "");
  const mine = left.metrics[set]?.ap50ByClass ?? {};
  const theirs = right.metrics[set]?.ap50ByClass ?? {};
  const names = new Map([...right.classes, ...left.classes].map((one) => [one.name, one.displayName]));
  const rows = Object.entries(mine)
    .flatMap(([name, ap]) => {
      const other = theirs[name];
      if (other === undefined) return [];
      const note = `${inPoints(ap)} · ${inPoints(other)}`;
      return [{ key: name, label: names.get(name) ?? name, note, difference: ap - other }];
    })
    .toSorted((a, b) => a.difference - b.difference);
  return (
    <>
      {shared.length > 0 ? (
        <label className="flex items-center gap-2">
          <span>{t("testSet")}</span>
          <select
            value={set}
            onChange={(event) => setChosen(event.target.value)}
            className="h-9 rounded-card border border-line-strong bg-paper px-2 pointer-coarse:h-11"
          >
            {shared.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      ) : null}
      <DifferenceBars rows={rows} empty={t("nothingShared")} />
    </>
  );
}
