"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChefHat, CookingPot } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { ChoiceSwitch } from "@/components/ui/choice-switch";
import { EmptyState } from "@/components/ui/empty-state";
import { useTRPC } from "@/lib/client/api/trpc";
import { seasonOf, staplesForRequest } from "@/lib/client/recipes/staples";
import { useKitchen } from "@/lib/client/recipes/use-kitchen";
import type { SuggestRequest } from "@/lib/contracts/recipes";
import type { PantryFood } from "@/lib/core/recipes/needs";
import { RANK_MODES } from "@/lib/core/recipes/rank-mode";
import { type PerShelf, SHELVES, type Shelf } from "@/lib/core/recipes/shelves";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { KitchenFilters } from "./kitchen-filters";
import { CardSkeletons, LoadFailure } from "./load-states";
import { SuggestionShelf } from "./suggestion-shelf";
import { useSettled } from "./use-settled";

const PAGE = 12;
const MOST = 60;
/** Recipes that need shopping come after what can be cooked, and take less room. */
const FIRST_LIMITS: PerShelf<number> = { now: 12, one: 6, trip: 6 };

/** What to cook from a kitchen, by shelf. */
export function Suggestions({
  pantry,
  vocabulary,
}: {
  readonly pantry: readonly PantryFood[];
  readonly vocabulary: Vocabulary;
}) {
  const t = useTranslations("recipes");
  const trpc = useTRPC();
  const kitchen = useKitchen();
  const [limits, setLimits] = useState(FIRST_LIMITS);
  const { mode, maxMissing, diets, allergens, staplesAdded, staplesRemoved, hemisphere, month } = kitchen;
  const request = useMemo(
    () =>
      toRequest(pantry, {
        mode,
        maxMissing,
        diets,
        allergens,
        limits,
        staples: staplesForRequest(vocabulary.foods, { staplesAdded, staplesRemoved }),
        season: seasonOf({ hemisphere, month }),
      }),
    [
      pantry,
      vocabulary,
      mode,
      maxMissing,
      diets,
      allergens,
      limits,
      staplesAdded,
      staplesRemoved,
      hemisphere,
      month,
    ],
  );
  const query = useQuery(
    trpc.recipes.suggest.queryOptions(useSettled(request), { placeholderData: keepPreviousData }),
  );
  const { data } = query;
  const total = data ? SHELVES.reduce((sum, shelf) => sum + data.shelves[shelf].total, 0) : 0;
  return (
    <section aria-label={t("suggestions")} className="flex flex-col gap-3">
      <ChoiceSwitch
        label={t("order")}
        choices={RANK_MODES}
        value={mode}
        textOf={(each) => t(`modes.${each}`)}
        onChange={(next) => kitchen.change({ mode: next })}
      />
      <div className="flex items-center justify-between gap-2">
        <p role="status" className="tabular text-meta text-ink-soft">
          {data ? t("shelves.counts", { now: data.shelves.now.total, all: total }) : ""}
        </p>
        <span className="flex items-center gap-1.5">
          <Button asChild size="small" tone="quiet" className="pointer-coarse:h-10">
            <Link href="/recipes/kitchen">
              <ChefHat aria-hidden />
              {t("kitchen.link")}
            </Link>
          </Button>
          <KitchenFilters kitchen={kitchen} hasPantry />
        </span>
      </div>
      {query.isError ? <LoadFailure onRetry={() => void query.refetch()} /> : null}
      {!data && !query.isError ? <CardSkeletons label={t("suggestions")} /> : null}
      {data && total > 0
        ? SHELVES.filter((shelf) => isShown(shelf, maxMissing)).map((shelf) => (
            <SuggestionShelf
              key={shelf}
              shelf={shelf}
              content={data.shelves[shelf]}
              vocabulary={vocabulary}
              onMore={
                limits[shelf] < MOST
                  ? () => setLimits({ ...limits, [shelf]: Math.min(MOST, limits[shelf] + PAGE) })
                  : undefined
              }
            />
          ))
        : null}
      {data && total === 0 ? (
        <EmptyState icon={<CookingPot />} title={t("noSuggestions")} body={t("noSuggestionsBody")} />
      ) : null}
    </section>
  );
}

/** A shelf that the number of foods to buy leaves out is not shown empty. */
function isShown(shelf: Shelf, maxMissing: number | null): boolean {
  return maxMissing === null || SHELVES.indexOf(shelf) <= maxMissing;
}

type Order = Omit<SuggestRequest, "foods">;

function toRequest(pantry: readonly PantryFood[], order: Order): SuggestRequest {
  return {
    ...order,
    foods: pantry.map((food) => ({
      foodId: food.foodId,
      score: food.weight,
      ...(food.count !== null ? { count: food.count } : {}),
    })),
  };
}
