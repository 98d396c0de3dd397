"use client";

import { useTranslations } from "next-intl";
import type { ClassLookup } from "@/lib/client/detection/class-lookup";
import type { ReviewItem } from "@/lib/contracts/review";
import { standingBoxes } from "@/lib/core/corrections/standing-boxes";
import { boxUncertainty, SHADOW_WEIGHT, WEIGHTS } from "@/lib/core/review/signals";

interface SignalBarsProps {
  readonly item: ReviewItem;
  readonly classes: ClassLookup;
}

interface Row {
  readonly key: "disagreement" | "uncertainty" | "rarity" | "novelty" | "shadow";
  /** 0 to 1; null: not known. */
  readonly value: number | null;
  /** Its part in the order of the queue. */
  readonly weight: number;
  readonly text: string;
}

/** From here on a box counts as close to its threshold. */
const UNSURE = 0.5;

function useRows({ item, classes }: SignalBarsProps): readonly Row[] {
  const t = useTranslations("review");
  const { signals, errors } = item.card;
  const { confidence, confidenceByClass } = item.correction.filter;
  const unsure = standingBoxes(item.correction).filter(
    ({ state, score, classId }) =>
      state === "detected" &&
      boxUncertainty({ score: score ?? 1, threshold: confidenceByClass[classId] ?? confidence }) >= UNSURE,
  ).length;
  const rarest = [...item.labelledPhotos].sort((a, b) => a.count - b.count)[0];
  const { novelty, shadow } = signals;
  const rows: Row[] = [
    {
      key: "disagreement",
      value: signals.disagreement,
      weight: WEIGHTS.disagreement,
      text: t("whyDisagreement", { count: errors.reduce((sum, { count }) => sum + count, 0) }),
    },
    {
      key: "uncertainty",
      value: signals.uncertainty,
      weight: WEIGHTS.uncertainty,
      text: t("whyUncertainty", { count: unsure }),
    },
    {
      key: "rarity",
      value: signals.rarity,
      weight: WEIGHTS.rarity,
      text: rarest
        ? t("whyRarity", { name: classes.nameOf(rarest.classId), count: rarest.count })
        : t("whyNoBoxes"),
    },
    {
      key: "novelty",
      value: novelty,
      weight: WEIGHTS.novelty,
      text: t(novelty === null ? "whyNoveltyUnknown" : novelty >= 0.5 ? "whyNovel" : "whyFamiliar"),
    },
  ];
  if (shadow !== null && shadow > 0)
    rows.push({ key: "shadow", value: shadow, weight: SHADOW_WEIGHT, text: t("whyShadow") });
  return rows;
}

/** The drifting feature for which it stands first, as people call it. */
function useDriftName({ item, classes }: SignalBarsProps): string | null {
  const t = useTranslations("monitor.column");
  const { drift } = item.card;
  if (drift === null) return null;
  if (drift.startsWith("class ")) return classes.nameOf(Number(drift.slice("class ".length)));
  return t.has(drift as "boxes") ? t(drift as "boxes") : drift;
}

/** Why this photo is here: what weighs most in words, then each signal as a bar. */
export function SignalBars(props: SignalBarsProps) {
  const t = useTranslations("review");
  const rows = useRows(props);
  const drift = useDriftName(props);
  const [strongest] = [...rows].sort((a, b) => (b.value ?? 0) * b.weight - (a.value ?? 0) * a.weight);
  return (
    <>
      {drift ? <p className="mb-1 font-medium">{t("whyDrift", { name: drift })}</p> : null}
      {strongest && (strongest.value ?? 0) > 0 ? (
        <p className="mb-3 font-medium">{strongest.text}</p>
      ) : (
        <p className="mb-3 text-ink-soft">{t("whyQuiet")}</p>
      )}
      <dl className="flex flex-col gap-2.5">
        {rows.map(({ key, value, text }) => (
          <div key={key} className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3">
            <dt>{t(key)}</dt>
            <dd className="flex items-center gap-2">
              {value === null ? (
                <span className="text-ink-soft text-meta">{t("unknown")}</span>
              ) : (
                <>
                  <span aria-hidden className="h-1.5 w-20 overflow-hidden rounded-full bg-line">
                    <span
                      className="block h-full rounded-full bg-saffron"
                      style={{ width: `${value * 100}%` }}
                    />
                  </span>
                  <span className="tabular w-9 text-right text-meta">
                    {t("percent", { value: Math.round(value * 100) })}
                  </span>
                </>
              )}
            </dd>
            <dd className="col-span-2 text-ink-soft text-meta">{text}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
