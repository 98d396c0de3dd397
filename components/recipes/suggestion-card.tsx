"use client";

import { ArrowDown, ArrowLeftRight, ArrowUp, Clock, Hourglass, ShoppingBasket, Sprout } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Suggestion } from "@/lib/contracts/recipes";
import { OTHER_FOOD } from "@/lib/core/recipes/food";
import { isShort } from "@/lib/core/recipes/rank";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { CoverageBar } from "./coverage-bar";
import { foodName } from "./food-name";
import { useMinutes } from "./use-minutes";
import { useReasonText } from "./use-reason-text";

export interface SuggestionCardProps {
  readonly suggestion: Suggestion;
  readonly vocabulary: Vocabulary;
}

/** A recipe and why it is here: what is used, what stands in, what is missing. */
export function SuggestionCard({ suggestion, vocabulary }: SuggestionCardProps) {
  const t = useTranslations("recipes");
  const minutes = useMinutes();
  const { card, used, swaps, missing, unknown, useSoon, inSeason, reasons } = suggestion;
  const reasonText = useReasonText();
  const name = (id: string) => foodName(vocabulary.byId.get(id));
  const short = used.filter(isShort);
  // what the vocabulary does not have goes by its own words
  const toBuy = [...missing.filter((id) => id !== OTHER_FOOD).map(name), ...unknown];
  return (
    <article className="relative flex flex-col gap-2 rounded-card border bg-raised p-3 transition-colors hover:border-line-strong">
      <div className="flex items-start justify-between gap-3">
        <h4 className="text-balance font-semibold">
          <Link href={`/recipes/${card.slug}`} className="after:absolute after:inset-0 after:rounded-card">
            {card.title}
          </Link>
        </h4>
        <span className="tabular mt-px flex shrink-0 items-center gap-1 text-meta text-ink-soft">
          <Clock aria-hidden className="size-3.5" />
          {minutes(card.minutes)}
        </span>
      </div>
      <CoverageBar used={used.length} swapped={swaps.length} missing={missing.length} />
      <p className="text-meta text-ink-soft">
        <span className="font-medium text-leaf-strong">
          {t("uses", {
            used: used.length + swaps.length,
            all: used.length + swaps.length + missing.length,
          })}
        </span>
        {used.length > 0 ? <> · {used.map((food) => name(food.by)).join(", ")}</> : null}
      </p>
      {missing.length > 0 ? (
        <p className="flex gap-1.5 text-meta text-ink-soft">
          <ShoppingBasket aria-hidden className="mt-px size-3.5 shrink-0" />
          {t("missing", { foods: toBuy.join(", ") })}
        </p>
      ) : null}
      {swaps.map((swap) => (
        <p key={swap.wanted} className="flex gap-1.5 text-meta text-saffron-ink">
          <ArrowLeftRight aria-hidden className="mt-px size-3.5 shrink-0" />
          <span>
            {t("swap", { use: name(swap.use), wanted: name(swap.wanted) })}
            {swap.ratio === 1 ? null : ` (${t("swapRatio", { ratio: swap.ratio })})`}
            {". "}
            <span className="text-ink-soft">{swap.note}</span>
          </span>
        </p>
      ))}
      {short.map((food) => (
        <p key={food.foodId} className="text-meta text-saffron-ink">
          {t("short", { food: name(food.foodId), has: food.has, wants: food.wants })}
        </p>
      ))}
      {useSoon.length > 0 ? (
        <Reason
          icon={<Hourglass aria-hidden />}
          text={t("useSoon", { foods: useSoon.map(name).join(", ") })}
        />
      ) : null}
      {inSeason.length > 0 ? (
        <Reason
          icon={<Sprout aria-hidden />}
          text={t("inSeason", { foods: inSeason.map(name).join(", ") })}
        />
      ) : null}
      {reasons.map((reason) => (
        <Reason
          key={`${reason.kind}-${"foodId" in reason ? reason.foodId : ""}`}
          icon={reason.points > 0 ? <ArrowUp aria-hidden /> : <ArrowDown aria-hidden />}
          text={reasonText(reason, name)}
        />
      ))}
    </article>
  );
}

function Reason({ icon, text }: { readonly icon: ReactNode; readonly text: string }) {
  return (
    <p className="flex gap-1.5 text-meta text-ink-soft [&_svg]:mt-px [&_svg]:size-3.5 [&_svg]:shrink-0">
      {icon}
      {text}
    </p>
  );
}
