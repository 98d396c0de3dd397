"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Refrigerator } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { ChoiceSwitch } from "@/components/ui/choice-switch";
import { EmptyState } from "@/components/ui/empty-state";
import { Switch } from "@/components/ui/switch";
import { useToast } from "@/components/ui/toast";
import { useTRPC } from "@/lib/client/api/trpc";
import { useKitchen } from "@/lib/client/recipes/use-kitchen";
import { useKitchenAnswers } from "@/lib/client/recipes/use-kitchen-answers";
import { useStock } from "@/lib/client/recipes/use-stock";
import type { Food } from "@/lib/core/recipes/food";
import { forgetTaken } from "@/lib/core/recipes/kitchen-answers";
import {
  bySpoiling,
  dayOf,
  PLACES,
  type Place,
  type StockedFood,
  type StockValues,
  usualPlace,
} from "@/lib/core/recipes/stock/stocked-food";
import { createVocabulary } from "@/lib/core/recipes/vocabulary";
import { AddFood } from "../add-food";
import { capitalised } from "../food-name";
import { PageHeading } from "../page-heading";
import { StockRow } from "./stock-row";
import { useStockText } from "./use-stock-text";

/** The pantry that lasts: off until somebody wants it; what spoils first stands first. */
export function PantryView({ foods }: { readonly foods: readonly Food[] }) {
  const t = useTranslations("recipes.stock");
  const vocabulary = useMemo(() => createVocabulary(foods, []), [foods]);
  const stock = useStock();
  const kitchen = useKitchen();
  const show = useToast();
  const text = useStockText(vocabulary);
  const [place, setPlace] = useState<Place | "all">("all");
  const [edited, setEdited] = useState<string | null>(null);
  const today = dayOf(new Date());
  const shown = useMemo(
    () =>
      bySpoiling(
        stock.foods.filter((food) => place === "all" || food.place === place),
        today,
        (id) => vocabulary.byId.get(id)?.plural ?? id,
      ),
    [stock.foods, place, today, vocabulary],
  );
  const told = (title: string, undo: () => void) =>
    show({ title, action: { label: t("undo"), onAct: undo } });
  const some = (foodId: string): StockValues => ({
    foodId,
    quantity: null,
    unit: null,
    place:
      place === "all"
        ? usualPlace(vocabulary.byId.get(foodId) ?? { id: foodId, aisle: "vegetables" })
        : place,
    bestBefore: null,
  });
  const add = (foodId: string) => {
    const id = crypto.randomUUID();
    stock.change([{ id, base: null, put: some(foodId) }]);
    setEdited(id);
  };
  const remove = (food: StockedFood) =>
    told(t("removed", { food: capitalised(text.name(food.foodId)) }), stock.put(food, null));
  const startAnew = useStartAnew();
  const switchTo = (isOn: boolean) => {
    if (!isOn) return stock.switchTo(false);
    startAnew();
    const known = new Set(stock.foods.map(({ foodId }) => foodId));
    const kept = kitchen.keptFoods.filter((id) => vocabulary.byId.has(id) && !known.has(id));
    stock.switchTo(true, kept.map(some));
    kitchen.change({ keptFoods: [] });
  };
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-5 px-4 py-6">
      <PageHeading back={{ href: "/recipes", text: t("back") }} title={t("title")} intro={t("intro")} />
      <section aria-label={t("switch")} className="rounded-card border bg-raised p-4">
        <Switch label={t("switch")} hint={t("switchHint")} checked={stock.isOn} onChange={switchTo} />
      </section>
      {stock.error ? (
        <p role="alert" className="text-tomato-ink">
          {stock.error}
        </p>
      ) : null}
      {stock.isWaiting ? (
        <p role="status" className="rounded-card bg-saffron-wash px-3 py-2 text-saffron-ink">
          {t("waiting")}
        </p>
      ) : null}
      {stock.isOn ? (
        <>
          <div className="flex flex-wrap items-center justify-between gap-2">
            <PlaceSwitch value={place} onChange={setPlace} />
            <AddFood vocabulary={vocabulary} present={new Set()} withStaples onAdd={add} />
          </div>
          <p role="status" className="tabular -my-2 text-meta text-ink-soft">
            {t("count", { count: shown.length })}
          </p>
          {shown.length > 0 ? (
            <ul aria-label={t("title")} className="divide-y rounded-card border bg-raised">
              {shown.map((food) => (
                <StockRow
                  key={food.id}
                  food={food}
                  today={today}
                  vocabulary={vocabulary}
                  isEdited={edited === food.id}
                  onEdit={(isEdited) => setEdited(isEdited ? food.id : null)}
                  onSave={(values) => {
                    stock.put(food, values);
                    setEdited(null);
                  }}
                  onRemove={() => remove(food)}
                />
              ))}
            </ul>
          ) : (
            <EmptyState icon={<Refrigerator />} title={t("empty")} body={t("emptyBody")} />
          )}
        </>
      ) : null}
      {stock.foods.length > 0 ? <EraseStock count={stock.foods.length} isOn={stock.isOn} /> : null}
    </div>
  );
}

function PlaceSwitch({
  value,
  onChange,
}: {
  readonly value: Place | "all";
  readonly onChange: (place: Place | "all") => void;
}) {
  const t = useTranslations("recipes.stock");
  return (
    <ChoiceSwitch
      label={t("place")}
      choices={["all", ...PLACES]}
      value={value}
      textOf={(each) => (each === "all" ? t("everywhere") : t(`places.${each}`))}
      onChange={onChange}
    />
  );
}

/** With another pantry, what the photos on the strip show is news again. */
function useStartAnew(): () => void {
  const { answers, change } = useKitchenAnswers();
  return () => change(forgetTaken, Object.keys({ ...answers.photos, ...answers.places }));
}

/** Erases the pantry for good, after a second press. */
function EraseStock({ count, isOn }: { readonly count: number; readonly isOn: boolean }) {
  const t = useTranslations("recipes.stock");
  const waits = useTranslations("waits");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isSure, setIsSure] = useState(false);
  const startAnew = useStartAnew();
  const erase = useMutation(
    trpc.recipes.stock.erase.mutationOptions({
      onSuccess: () => {
        startAnew();
        return queries.invalidateQueries(trpc.recipes.pathFilter());
      },
    }),
  );
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button
        tone={isSure ? "danger" : "quiet"}
        size="small"
        className="pointer-coarse:h-11"
        waitsFor={erase.isPending && waits("busy")}
        onClick={() =>
          isSure ? erase.mutate(undefined, { onSettled: () => setIsSure(false) }) : setIsSure(true)
        }
      >
        {isSure ? t("eraseSure", { count }) : t("erase")}
      </Button>
      <p role="status" className={erase.error ? "text-tomato-ink" : "text-meta text-ink-soft"}>
        {erase.error ? erase.error.message : isOn ? "" : t("keptWhileOff", { count })}
      </p>
    </div>
  );
}
