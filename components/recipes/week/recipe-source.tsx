"use client";

import { useDraggable } from "@dnd-kit/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CalendarPlus, GripVertical } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/lib/client/api/trpc";
import { seasonOf, staplesForRequest } from "@/lib/client/recipes/staples";
import { useKitchen } from "@/lib/client/recipes/use-kitchen";
import type { RecipeCard } from "@/lib/contracts/recipes";
import type { PantryFood } from "@/lib/core/recipes/needs";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { useSettled } from "../use-settled";
import { PlanFor } from "./plan-for";

const SHOWN = 10;

export interface RecipeSourceProps {
  readonly foods: readonly PantryFood[];
  readonly vocabulary: Vocabulary;
  readonly days: readonly string[];
  readonly onPlan: (recipe: Pick<RecipeCard, "slug" | "title" | "servings">, day: string) => void;
}

/** Recipes to put on days: what can be cooked now, or what is searched for. */
export function RecipeSource({ foods, vocabulary, days, onPlan }: RecipeSourceProps) {
  const t = useTranslations("recipes");
  const trpc = useTRPC();
  const kitchen = useKitchen();
  const [query, setQuery] = useState("");
  const words = useSettled(query.trim());
  const { diets, allergens, mode } = kitchen;
  const suggested = useQuery(
    trpc.recipes.suggest.queryOptions(
      {
        foods: foods.map(({ foodId, weight, count, amount, spoils }) => ({
          foodId,
          score: weight,
          ...(count === null ? {} : { count }),
          amount,
          spoils,
        })),
        mode,
        diets,
        allergens,
        maxMissing: 0,
        staples: staplesForRequest(vocabulary.foods, kitchen),
        season: seasonOf(kitchen),
        limits: { now: SHOWN, one: 0, trip: 0 },
      },
      { enabled: words === "" && foods.length > 0, placeholderData: keepPreviousData },
    ),
  );
  const found = useQuery(
    trpc.recipes.list.queryOptions(
      { query: words, diets, allergens, limit: SHOWN },
      { enabled: words !== "" || foods.length === 0, placeholderData: keepPreviousData },
    ),
  );
  const isSuggested = words === "" && foods.length > 0;
  const cards: readonly RecipeCard[] = isSuggested
    ? (suggested.data?.shelves.now.suggestions.map(({ card }) => card) ?? [])
    : (found.data?.cards ?? []);
  const failure = isSuggested ? suggested.error : found.error;
  return (
    <aside aria-label={t("week.recipes")} className="flex flex-col gap-2 print:hidden">
      <h2 className="text-title font-semibold">{t("week.recipes")}</h2>
      <input
        type="search"
        aria-label={t("search")}
        placeholder={t("searchPlaceholder")}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        className="h-9 w-full rounded-card border border-line-strong bg-raised px-3 pointer-coarse:h-11 pointer-coarse:text-lead"
      />
      <p role="status" className="text-meta text-ink-soft">
        {failure
          ? failure.message
          : isSuggested
            ? t("week.cookable")
            : cards.length === 0 && found.data
              ? t("nothingFound")
              : ""}
      </p>
      <ul className="flex flex-col gap-1.5">
        {cards.map((card) => (
          <li key={card.slug}>
            <RecipeTile card={card} days={days} onPlan={(day) => onPlan(card, day)} />
          </li>
        ))}
      </ul>
    </aside>
  );
}

function RecipeTile({
  card,
  days,
  onPlan,
}: {
  readonly card: RecipeCard;
  readonly days: readonly string[];
  readonly onPlan: (day: string) => void;
}) {
  const t = useTranslations("recipes.week");
  const { slug, title, servings } = card;
  const { setNodeRef, attributes, listeners } = useDraggable({
    id: `recipe-${slug}`,
    data: { title, recipe: { slug, title, servings } },
  });
  return (
    <div ref={setNodeRef} className="flex items-center gap-1 rounded-card border bg-raised py-1 pr-1 pl-1.5">
      <button
        type="button"
        {...attributes}
        {...listeners}
        aria-label={t("drag", { title })}
        className="flex min-h-8 min-w-0 flex-1 cursor-grab touch-none items-center gap-1.5 rounded-small px-1 text-left hover:bg-sunken pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-soft"
      >
        <GripVertical aria-hidden />
        <span className="min-w-0 text-pretty">{title}</span>
      </button>
      <PlanFor
        title={title}
        days={days}
        onPlan={onPlan}
        trigger={
          // no hint on hover: it would lie over the next recipe's button when the list has closed
          <button
            type="button"
            aria-label={t("planFor", { title })}
            className="grid size-7 shrink-0 place-items-center rounded-card text-ink-soft hover:bg-sunken hover:text-ink pointer-coarse:size-11 [&_svg]:size-[18px]"
          >
            <CalendarPlus aria-hidden />
          </button>
        }
      />
    </div>
  );
}
