"use client";

import {
  ArrowDown,
  ArrowLeftRight,
  ArrowUp,
  CircleQuestionMark,
  Clock,
  Hourglass,
  ShoppingBasket,
  Sprout,
} from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useKitchen } from "@/lib/client/recipes/use-kitchen";
import type { Suggestion } from "@/lib/contracts/recipes";
import { type AskedFood, shortBy } from "@/lib/core/recipes/explain";
import type { Shelf } from "@/lib/core/recipes/shelves";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { CoverageBar } from "./coverage-bar";
import { capitalised, foodName } from "./food-name";
import { useAmountText } from "./use-amount-text";
import { useMinutes } from "./use-minutes";
import { useReasonText } from "./use-reason-text";

export interface SuggestionCardProps {
  readonly suggestion: Suggestion;
  readonly shelf: Shelf;
  readonly vocabulary: Vocabulary;
}

/** A recipe and why it is here: what is used, what stands in, what is not sure, what is missing. */
export function SuggestionCard({ suggestion, shelf, vocabulary }: SuggestionCardProps) {
  const t = useTranslations("recipes");
  const minutes = useMinutes();
  const { card, foods, mainFoods, servings, alternatives, useSoon, inSeason, reasons } = suggestion;
  const reasonText = useReasonText();
  const amountText = useAmountText();
  const { units } = useKitchen();
  const name = (id: string) => foodName(vocabulary.byId.get(id));
  const given = foods.filter((food) => food.state !== "missing");
  const missing = foods.filter((food) => food.state === "missing");
  const doubtful = given.filter((food) => food.state === "doubtful");
  const swaps = given.flatMap((food) => food.swap ?? []);
  const isMain = (food: AskedFood) => mainFoods.includes(food.foodId);
  const used = given.filter((food) => food.swap === null && food.state !== "doubtful");
  // what the dish is made of before what seasons it
  const usedNames = [...used.filter(isMain), ...used.filter((food) => !isMain(food))].map((food) =>
    name(food.by ?? food.foodId),
  );
  // what is not in the vocabulary is shown in its own words
  const toBuy = missing.map((food) => food.words ?? name(food.foodId));
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
      <CoverageBar used={used.length} unsure={given.length - used.length} missing={missing.length} />
      <p className="text-meta text-ink-soft">
        <span className="font-medium text-leaf-strong">
          {t("uses", { used: given.length, all: foods.length })}
        </span>
        {usedNames.length > 0 ? <> · {usedNames.join(", ")}</> : null}
      </p>
      {missing.length > 0 ? (
        <p className="flex gap-1.5 text-meta text-ink-soft">
          <ShoppingBasket aria-hidden className="mt-px size-3.5 shrink-0" />
          {t("missing", { foods: toBuy.join(", ") })}
        </p>
      ) : null}
      {doubtful.length > 0 ? (
        <p className="flex gap-1.5 text-meta text-saffron-ink">
          <CircleQuestionMark aria-hidden className="mt-px size-3.5 shrink-0" />
          {t("onlyIfThere", { foods: doubtful.map((food) => name(food.by ?? food.foodId)).join(", ") })}
        </p>
      ) : null}
      {shelf === "one" && alternatives.length > 0 ? (
        <p className="flex gap-1.5 text-meta text-ink-soft">
          <ArrowLeftRight aria-hidden className="mt-px size-3.5 shrink-0" />
          {t("orInstead", { foods: alternatives.map((swap) => name(swap.use)).join(", ") })}
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
      {foods
        .filter((food) => shortBy(food) > 0)
        .map((food) => (
          <p key={food.foodId} className="tabular text-meta text-saffron-ink">
            {t("short", {
              food: capitalised(name(food.foodId)),
              has: amountText(food.has ?? 0, food.unit, units),
              wants: amountText(food.wants ?? 0, food.unit, units),
            })}
          </p>
        ))}
      {servings > 0 && servings < card.servings ? (
        <p className="tabular text-meta text-saffron-ink">
          {t("enoughFor", { servings, all: card.servings })}
        </p>
      ) : null}
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
