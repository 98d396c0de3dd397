"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChefHat, CookingPot } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useTRPC } from "@/lib/client/api/trpc";
import { seasonOf, staplesForRequest } from "@/lib/client/recipes/staples";
import { useKitchen } from "@/lib/client/recipes/use-kitchen";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import type { SuggestRequest } from "@/lib/contracts/recipes";
import type { PantryFood } from "@/lib/core/recipes/needs";
import {
  buildPantry,
  forget,
  markAbsent,
  markPresent,
  NO_DECISIONS,
  type PantryDecisions,
  type PantryItem,
  type SeenClass,
  SURE_SCORE,
} from "@/lib/core/recipes/pantry";
import { type PerShelf, SHELVES, type Shelf } from "@/lib/core/recipes/shelves";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { AddFood } from "./add-food";
import { DishLinks } from "./dish-links";
import { KitchenFilters } from "./kitchen-filters";
import { ModeSwitch } from "./mode-switch";
import { PantryChips } from "./pantry-chips";
import { StaplesQuestion } from "./staples-question";
import { SuggestionShelf } from "./suggestion-shelf";
import { useSettled } from "./use-settled";
import { useVocabulary } from "./use-vocabulary";

const PAGE = 12;
const MOST = 60;
/** Recipes that need shopping come after what can be cooked, and take less room. */
const FIRST_LIMITS: PerShelf<number> = { now: 12, one: 6, trip: 6 };

export interface PhotographedClass {
  readonly classId: number;
  readonly count: number;
  /** The best score among its boxes, in (0, 1]. */
  readonly score: number;
  /** What its surest box is nearly as likely to be. */
  readonly rivalId?: number | undefined;
}

export interface CookPanelProps {
  /** Ingredients and dishes on the photo, as corrected; other kinds are skipped. */
  readonly foods: readonly PhotographedClass[];
  readonly classes: readonly ModelClass[];
}

/**
 * What to cook from what is seen. Yes, no and added foods hold for the photo: give the panel the photo's id as `key`.
 */
export function CookPanel({ foods, classes }: CookPanelProps) {
  const t = useTranslations("recipes");
  const { vocabulary, error, refetch } = useVocabulary();
  const found = useMemo(() => matchClasses(foods, classes), [foods, classes]);
  if (error && !vocabulary) return <LoadFailure onRetry={refetch} />;
  return (
    <div className="flex flex-col gap-4 p-3">
      <DishLinks dishes={found.dishes} />
      {vocabulary ? <StaplesQuestion vocabulary={vocabulary} /> : null}
      {vocabulary ? (
        <AddedFoods seen={found.seen} vocabulary={vocabulary} />
      ) : (
        <CardSkeletons label={t("suggestions")} />
      )}
    </div>
  );
}

function AddedFoods({
  seen,
  vocabulary,
}: {
  readonly seen: readonly SeenClass[];
  readonly vocabulary: Vocabulary;
}) {
  const t = useTranslations("recipes");
  const kitchen = useKitchen();
  const [decisions, setDecisions] = useState<PantryDecisions>(NO_DECISIONS);
  const pantry = useMemo(() => {
    const kept = Object.fromEntries(kitchen.keptFoods.map((foodId) => [foodId, null]));
    return buildPantry(seen, vocabulary, { ...decisions, present: { ...kept, ...decisions.present } });
  }, [seen, vocabulary, decisions, kitchen.keptFoods]);
  useTellPantry(pantry);
  const remove = (foodId: string) => {
    const wasSeen = seen.some((entry) =>
      vocabulary.byClass.get(entry.className)?.some((food) => food.id === foodId),
    );
    kitchen.dropFood(foodId);
    setDecisions((before) => (wasSeen ? markAbsent(before, foodId) : forget(before, foodId)));
  };
  const add = (foodId: string) => {
    kitchen.keepFood(foodId);
    setDecisions((before) => forget(before, foodId));
  };
  return (
    <>
      <section aria-label={t("pantry")}>
        <h3 className="mb-1.5 text-meta font-medium text-ink-soft">{t("pantry")}</h3>
        {pantry.length === 0 ? <p className="mb-1.5 text-ink-soft">{t("pantryEmpty")}</p> : null}
        <div className="flex flex-wrap items-center gap-1.5">
          <PantryChips
            items={pantry}
            absent={decisions.absent}
            vocabulary={vocabulary}
            onConfirm={(foodId) => setDecisions((before) => markPresent(before, foodId))}
            onRemove={remove}
            onChoose={(foodId, instead) =>
              setDecisions((before) => markPresent(markAbsent(before, instead), foodId))
            }
            onPutBack={(foodId) => setDecisions((before) => forget(before, foodId))}
          />
          <AddFood vocabulary={vocabulary} present={new Set(pantry.map((item) => item.foodId))} onAdd={add} />
        </div>
      </section>
      {pantry.length > 0 ? <Suggestions pantry={pantry} vocabulary={vocabulary} /> : null}
    </>
  );
}

/** Tells the recipe pages what was in the kitchen, so that they and their shopping lists count as the cards do. */
function useTellPantry(pantry: readonly PantryItem[]): void {
  const { change } = useKitchen();
  const told = JSON.stringify(
    asTold(pantry).map(({ foodId, weight, count }): PantryFood => ({ foodId, weight, count })),
  );
  useEffect(() => change({ pantry: JSON.parse(told) as PantryFood[] }), [told, change]);
}

function Suggestions({
  pantry,
  vocabulary,
}: {
  readonly pantry: readonly PantryItem[];
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
      <ModeSwitch value={mode} onChange={(next) => kitchen.change({ mode: next })} />
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

function LoadFailure({ onRetry }: { readonly onRetry: () => void }) {
  const t = useTranslations("recipes");
  return (
    <EmptyState
      title={t("failed")}
      actions={
        <Button size="small" onClick={onRetry}>
          {t("again")}
        </Button>
      }
    />
  );
}

function CardSkeletons({ label }: { readonly label: string }) {
  return (
    <div role="status" aria-busy aria-label={label} className="flex flex-col gap-2.5">
      {[0, 1, 2].map((place) => (
        <div key={place} className="h-24 rounded-card border bg-sunken" />
      ))}
    </div>
  );
}

type Order = Omit<SuggestRequest, "foods">;

/**
 * Scores are rounded, so that a tiny change of the network causes no new request; card and page get the same value. What is
 * asked about is sent as less likely than not, however sure the network is that it is one of two foods: what can be cooked
 * for certain stands first.
 */
function asTold(pantry: readonly PantryItem[]): PantryItem[] {
  return pantry.map((item) => {
    const weight = item.certainty === "check" ? Math.min(item.weight, SURE_SCORE - 0.05) : item.weight;
    return { ...item, weight: Math.max(0.05, Math.round(weight * 20) / 20) };
  });
}

function toRequest(pantry: readonly PantryItem[], order: Order): SuggestRequest {
  return {
    ...order,
    foods: asTold(pantry).map((item) => ({
      foodId: item.foodId,
      score: item.weight,
      ...(item.count !== null ? { count: item.count } : {}),
    })),
  };
}

function matchClasses(foods: readonly PhotographedClass[], classes: readonly ModelClass[]) {
  const byId = new Map(classes.map((entry) => [entry.id, entry]));
  const seen: SeenClass[] = [];
  const dishes: ModelClass[] = [];
  for (const { classId, count, score, rivalId } of foods) {
    const known = byId.get(classId);
    const rival = rivalId === undefined ? undefined : byId.get(rivalId)?.name;
    if (known?.kind === "ingredient") seen.push({ className: known.name, count, score, rival });
    if (known?.kind === "dish") dishes.push(known);
  }
  return { seen, dishes };
}
