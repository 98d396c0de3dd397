"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { inPoints } from "@/components/ui/figures";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import type { RegistryEntry } from "@/lib/contracts/model-registry";
import { compareSets, type SetComparison } from "@/lib/core/gate/comparable-sets";
import { CompareConfigs } from "./compare-configs";
import { CompareErrors } from "./compare-errors";
import { DifferenceBars, type DifferenceRow } from "./difference-bars";

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

interface Pair {
  readonly left: RegistryEntry;
  readonly right: RegistryEntry;
}

/**
 * Both models' figures by set: what the gate measured of both on the same photos, else what each was measured on. Only
 * figures of the same photos are subtracted.
 */
function useSets({ left, right }: Pair): readonly SetComparison[] {
  const trpc = useTRPC();
  const [mine, theirs] = [left.manifest, right.manifest];
  const verdicts = useQuery(trpc.gate.verdicts.queryOptions({ modelId: mine.id, limit: 100 }));
  const report = verdicts.data?.find(({ report: one }) => betweenBoth(one, mine.id, theirs.id))?.report;
  const measured = (report?.sets ?? []).map((set): SetComparison => {
    const isCandidate = report?.candidateId === mine.id;
    const figures = (map50: number, f1: number | null) => ({
      ...{ map50, photos: set.photos, ap50ByClass: {} },
      ...(f1 === null ? {} : { f1: { value: f1 } }),
    });
    const candidate = figures(set.candidateMap50, set.candidateF1);
    const champion = figures(set.championMap50, set.championF1);
    return {
      set: set.name,
      left: isCandidate ? candidate : champion,
      right: isCandidate ? champion : candidate,
      state: "same-photos",
    };
  });
  const known = new Set(measured.map(({ set }) => set));
  return [...measured, ...compareSets(mine.metrics, theirs.metrics).filter(({ set }) => !known.has(set))];
}

function betweenBoth(
  { candidateId, championId }: { readonly candidateId: string; readonly championId: string },
  left: string,
  right: string,
): boolean {
  return left !== right && [candidateId, championId].every((id) => id === left || id === right);
}

function Comparison({ left, right }: Pair) {
  const t = useTranslations("models");
  const sets = useSets({ left, right });
  const rows = sets.map(({ set, left: mine, right: theirs, state }): DifferenceRow => {
    const f1s =
      mine.f1 && theirs.f1
        ? ` · ${t("f1s", { candidate: inPoints(mine.f1.value), champion: inPoints(theirs.f1.value) })}`
        : "";
    const figures = `${inPoints(mine.map50)} · ${inPoints(theirs.map50)}${f1s}`;
    const photos = t("photosOfBoth", { left: mine.photos, right: theirs.photos });
    return {
      key: set,
      label: set,
      note: state === "same-photos" ? figures : `${figures} · ${photos}`,
      difference: state === "same-photos" ? mine.map50 - theirs.map50 : null,
    };
  });
  return (
    <>
      <Section
        title={t("figures")}
        hint={t("leftLessRight", { left: left.manifest.id, right: right.manifest.id })}
      >
        <DifferenceBars rows={rows} empty={t("nothingShared")} />
        <OtherPhotos sets={sets} />
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

/** Says why figures stand side by side and are not subtracted. */
function OtherPhotos({ sets }: { readonly sets: readonly SetComparison[] }) {
  const t = useTranslations("models");
  const other = sets.filter(({ state }) => state === "other-photos").map(({ set }) => set);
  const unknown = sets.filter(({ state }) => state === "unknown").map(({ set }) => set);
  return (
    <>
      {other.length > 0 ? (
        <p className="text-ink-soft">{t("otherPhotos", { sets: other.join(", ") })}</p>
      ) : null}
      {unknown.length > 0 ? (
        <p className="text-ink-soft">{t("unknownPhotos", { sets: unknown.join(", ") })}</p>
      ) : null}
    </>
  );
}

function ClassDifferences({ left, right }: { readonly left: ModelManifest; readonly right: ModelManifest }) {
  const t = useTranslations("models");
  const sets = compareSets(left.metrics, right.metrics);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = sets.find(({ set }) => set === chosen) ?? sets[0];
  const isSame = shown?.state === "same-photos";
  const names = new Map([...right.classes, ...left.classes].map((one) => [one.name, one.displayName]));
  const rows = Object.entries(shown?.left.ap50ByClass ?? {})
    .flatMap(([name, ap]): DifferenceRow[] => {
      const theirs = shown?.right.ap50ByClass ?? {};
      const other = Object.hasOwn(theirs, name) ? theirs[name] : undefined;
      if (other === undefined) return [];
      const note = `${inPoints(ap)} · ${inPoints(other)}`;
      return [{ key: name, label: names.get(name) ?? name, note, difference: isSame ? ap - other : null }];
    })
    .toSorted((a, b) => (a.difference ?? 0) - (b.difference ?? 0));
  return (
    <>
      {sets.length > 0 ? (
        <label className="flex items-center gap-2">
          <span>{t("testSet")}</span>
          <select
            value={shown?.set ?? ""}
            onChange={(event) => setChosen(event.target.value)}
            className="h-9 rounded-card border border-line-strong bg-paper px-2 pointer-coarse:h-11"
          >
            {sets.map(({ set }) => (
              <option key={set}>{set}</option>
            ))}
          </select>
        </label>
      ) : null}
      {shown ? <OtherPhotos sets={[shown]} /> : null}
      <DifferenceBars rows={rows} empty={t("nothingShared")} />
    </>
  );
}
