"use client";

import { useTranslations } from "next-intl";
import { useEffect, useMemo } from "react";
import { useToast } from "@/components/ui/toast";
import { asTold } from "@/lib/client/recipes/as-told";
import { useKitchen } from "@/lib/client/recipes/use-kitchen";
import { useKitchenAnswers } from "@/lib/client/recipes/use-kitchen-answers";
import { type AnsweredBoxes, answerCount, answerFood } from "@/lib/core/recipes/kitchen-answers";
import type { PantryFood } from "@/lib/core/recipes/needs";
import { oneKitchen, type SeenBoxes, type Sighting } from "@/lib/core/recipes/one-kitchen";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { AddFood } from "./add-food";
import type { CookPanelProps, NamedBoxes } from "./cook-panel";
import { capitalised, foodName } from "./food-name";
import { PantryChips } from "./pantry-chips";
import { ScopeSwitch } from "./scope-switch";
import type { ShownPhoto } from "./seen-photos";
import { Suggestions } from "./suggestions";

export interface PhotoKitchenProps extends Pick<CookPanelProps, "photoId" | "onOpenPhoto" | "onName"> {
  readonly photos: readonly (ShownPhoto & { readonly seen: readonly SeenBoxes[] })[];
  readonly vocabulary: Vocabulary;
}

/** What is in the kitchen by the photos and by hand, and what to cook from it. */
export function PhotoKitchen({ photos, photoId, vocabulary, onOpenPhoto, onName }: PhotoKitchenProps) {
  const t = useTranslations("recipes");
  const kitchen = useKitchen();
  const { answers, change } = useKitchenAnswers();
  const show = useToast();
  const withFood = photos.filter(({ seen }) => seen.length > 0);
  const { scope, keptFoods } = kitchen;
  const { items, doubts, absent } = useMemo(() => {
    const counted = scope === "all" ? photos : photos.filter(({ id }) => id === photoId);
    return oneKitchen(
      counted.map(({ id, seen }) => ({ photoId: id, seen })),
      vocabulary,
      { answers, kept: keptFoods.map((foodId) => ({ foodId, count: null })) },
    );
  }, [photos, photoId, scope, vocabulary, answers, keptFoods]);
  const told = useMemo(() => asTold(items), [items]);
  useTellPantry(told);
  const answer = (step: Parameters<typeof change>[0]) =>
    change(
      step,
      photos.map(({ id }) => id),
    );
  const say = (foodId: string, isThere: boolean | null, on: readonly AnsweredBoxes[]) =>
    answer((before) => answerFood(before, foodId, isThere, boxesOf(on)));
  const choose = (foodId: string, on: readonly Sighting[]) => {
    const undo = onName(on.map((sighting) => named(sighting, foodId)));
    const food = capitalised(foodName(vocabulary.byId.get(foodId)));
    show({
      title: t("named", { food, count: on.length }),
      action: { label: t("namedUndo"), onAct: undo },
    });
  };
  return (
    <>
      <section aria-label={t("pantry")}>
        <h3 className="mb-1.5 text-meta font-medium text-ink-soft">{t("pantry")}</h3>
        {photos.length > 1 && withFood.length > 0 ? (
          <ScopeSwitch
            value={scope}
            count={withFood.length}
            onChange={(next) => kitchen.change({ scope: next })}
          />
        ) : null}
        {items.length === 0 ? <p className="mb-1.5 text-ink-soft">{t("pantryEmpty")}</p> : null}
        <div className="flex flex-wrap items-center gap-1.5">
          <PantryChips
            items={items}
            doubts={doubts}
            absent={absent}
            photos={scope === "all" && photos.length > 1 ? photos : []}
            vocabulary={vocabulary}
            onOpenPhoto={onOpenPhoto}
            onConfirm={(item) => say(item.foodId, true, item.sightings)}
            onRemove={({ foodId, sightings }) => {
              kitchen.dropFood(foodId);
              say(foodId, false, sightings);
            }}
            onChoose={choose}
            onNeither={(foodId, on) => say(foodId, false, on)}
            onPutBack={({ foodId, on }) => say(foodId, null, on)}
            onCount={({ foodId, sightings }, count) =>
              answer((before) =>
                answerCount(before, foodId, {
                  count,
                  photoIds: sightings.map((sighting) => sighting.photoId),
                }),
              )
            }
          />
          <AddFood
            vocabulary={vocabulary}
            present={new Set(items.map((item) => item.foodId))}
            onAdd={(foodId) => {
              kitchen.keepFood(foodId);
              say(foodId, null, absent.find((entry) => entry.foodId === foodId)?.on ?? []);
            }}
          />
        </div>
      </section>
      {told.length > 0 ? <Suggestions pantry={told} vocabulary={vocabulary} /> : null}
    </>
  );
}

const boxesOf = (on: readonly AnsweredBoxes[]): AnsweredBoxes[] =>
  on.map(({ photoId, boxIds }) => ({ photoId, boxIds }));

/** The boxes a doubt was about, with the class that the answer gives them. */
function named({ photoId, doubtIds, foodId, rivalId }: Sighting, chosen: string): NamedBoxes {
  return { photoId, boxIds: doubtIds, classId: chosen === foodId ? null : (rivalId ?? null) };
}

/** Tells the recipe pages what is in the kitchen, so that they and their shopping lists count as the cards do. */
function useTellPantry(pantry: readonly PantryFood[]): void {
  const { change } = useKitchen();
  const told = JSON.stringify(pantry);
  useEffect(() => change({ pantry: JSON.parse(told) as PantryFood[] }), [told, change]);
}
