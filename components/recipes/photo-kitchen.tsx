"use client";

import { useTranslations } from "next-intl";
import { useEffect, useMemo, useRef } from "react";
import { ChoiceSwitch } from "@/components/ui/choice-switch";
import { useToast } from "@/components/ui/toast";
import { asTold } from "@/lib/client/recipes/as-told";
import type { AnswersState } from "@/lib/client/recipes/kitchen-answers-store";
import { PHOTO_SCOPES } from "@/lib/client/recipes/kitchen-store";
import { useKitchen } from "@/lib/client/recipes/use-kitchen";
import { useKitchenAnswers } from "@/lib/client/recipes/use-kitchen-answers";
import { useStock } from "@/lib/client/recipes/use-stock";
import { type AnsweredBoxes, answerCount, answerFood, markTaken } from "@/lib/core/recipes/kitchen-answers";
import { kitchenFoods } from "@/lib/core/recipes/kitchen-foods";
import type { PantryFood } from "@/lib/core/recipes/needs";
import { type KitchenItem, oneKitchen, type SeenBoxes, type Sighting } from "@/lib/core/recipes/one-kitchen";
import {
  dayOf,
  type Place,
  type StockedFood,
  type StockValues,
  usualPlace,
} from "@/lib/core/recipes/stock/stocked-food";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { AddFood } from "./add-food";
import { capitalised, foodName } from "./food-name";
import type { NamedBoxes, StripActions } from "./food-photo";
import { SeenChanges } from "./pantry/seen-changes";
import { PantryChips } from "./pantry-chips";
import type { ShownPhoto } from "./seen-photos";
import { Suggestions } from "./suggestions";

export interface PhotoKitchenProps extends StripActions {
  readonly photoId: string;
  readonly photos: readonly (ShownPhoto & {
    readonly isDone: boolean;
    readonly seen: readonly SeenBoxes[];
  })[];
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
  const stock = useStock();
  const { inUse } = stock;
  const counted = useMemo(
    () =>
      photos
        .filter(({ id }) => scope === "all" || id === photoId)
        .map(({ id, seen }) => ({ photoId: id, seen })),
    [photos, photoId, scope],
  );
  const { items, doubts, absent } = useMemo(
    () =>
      oneKitchen(counted, vocabulary, {
        answers,
        kept: keptFoods.map((foodId) => ({ foodId, count: null })),
      }),
    [counted, vocabulary, answers, keptFoods],
  );
  // what the pantry has taken over from a photo counts there and not a second time here
  const told = useMemo(
    () => asTold(items.filter(({ sightings, isTaken }) => sightings.length > 0 && !(inUse && isTaken))),
    [items, inUse],
  );
  useTellPantry(told);
  const foods = useMemo(
    () => kitchenFoods({ seen: told, kept: keptFoods, stock: inUse, today: dayOf(new Date()) }),
    [told, keptFoods, inUse],
  );
  const answer = (step: Parameters<typeof change>[0]) =>
    change(
      step,
      photos.map(({ id }) => id),
    );
  const say = (foodId: string, isThere: boolean | null, on: readonly AnsweredBoxes[]) =>
    answer((before) => answerFood(before, foodId, isThere, boxesOf(on)));
  useTakeKnown(items, answers.places, inUse, answer);
  const removeFromStock = (foodId: string) => {
    const own = (inUse ?? []).filter((food) => food.foodId === foodId);
    if (own.length === 0) return;
    const undo = stock.change(own.map(({ id, changeId }) => ({ id, base: changeId, put: null })));
    const food = capitalised(foodName(vocabulary.byId.get(foodId)));
    show({ title: t("stock.removed", { food }), action: { label: t("stock.undo"), onAct: undo } });
  };
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
          <ChoiceSwitch
            label={t("scope")}
            choices={PHOTO_SCOPES}
            value={scope}
            textOf={(each) => t(`scopes.${each}`, { count: withFood.length })}
            onChange={(next) => kitchen.change({ scope: next })}
            className="mb-2"
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
              removeFromStock(foodId);
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
            present={new Set([...items, ...(inUse ?? [])].map(({ foodId }) => foodId))}
            onAdd={(foodId) => {
              if (inUse) stock.add([someOf(foodId, vocabulary)]);
              else kitchen.keepFood(foodId);
              say(foodId, null, absent.find((entry) => entry.foodId === foodId)?.on ?? []);
            }}
          />
        </div>
      </section>
      {inUse ? (
        <SeenChanges
          photos={counted}
          unfinished={photos.filter(({ isDone }) => !isDone).map(({ id }) => id)}
          vocabulary={vocabulary}
          stock={stock}
          answers={answers}
          onAnswer={answer}
        />
      ) : null}
      {foods.length > 0 ? <Suggestions pantry={foods} vocabulary={vocabulary} /> : null}
    </>
  );
}

const boxesOf = (on: readonly AnsweredBoxes[]): AnsweredBoxes[] =>
  on.map(({ photoId, boxIds }) => ({ photoId, boxIds }));

/** The boxes a doubt was about, with the class that the answer gives them. */
function named({ photoId, doubtIds, foodId, rivalId }: Sighting, chosen: string): NamedBoxes {
  return { photoId, boxIds: doubtIds, classId: chosen === foodId ? null : (rivalId ?? null) };
}

function someOf(foodId: string, vocabulary: Vocabulary): StockValues {
  const food = vocabulary.byId.get(foodId);
  return {
    foodId,
    quantity: null,
    unit: null,
    place: food ? usualPlace(food) : "cupboard",
    bestBefore: null,
  };
}

/**
 * A food seen again is no news: from then on the pantry says what there is of it, also once it is used up. Where the photos
 * show another number of it, a person is asked first.
 */
function useTakeKnown(
  items: readonly KitchenItem[],
  places: Readonly<Record<string, Place>>,
  stock: readonly StockedFood[] | null,
  answer: (step: Parameters<AnswersState["change"]>[0]) => void,
): void {
  const known = (stock === null ? [] : items).flatMap((item) => {
    if (item.certainty === "check" || item.isTaken) return [];
    const own = (stock ?? []).filter(({ foodId }) => foodId === item.foodId);
    const on = item.sightings.filter(
      ({ photoId, count, isTaken }) =>
        !isTaken &&
        own.some(({ place }) => places[photoId] === undefined || places[photoId] === place) &&
        (places[photoId] === undefined || isSameCount(own, count)),
    );
    return on.map(({ photoId, boxIds }) => ({ foodId: item.foodId, photoId, boxIds }));
  });
  const key = JSON.stringify(known);
  const latest = useRef(answer);
  latest.current = answer;
  useEffect(() => {
    const marks = JSON.parse(key) as typeof known;
    if (marks.length === 0) return;
    latest.current((before) =>
      marks.reduce((all, { foodId, ...boxes }) => markTaken(all, foodId, true, [boxes]), before),
    );
  }, [key]);
}

function isSameCount(own: readonly StockedFood[], count: number | null): boolean {
  const [only] = own;
  const isCounted = own.length === 1 && only?.unit === "pc" && count !== null;
  return !isCounted || only.quantity === count;
}

/** Tells the recipe pages what is in the kitchen, so that they and their shopping lists count as the cards do. */
function useTellPantry(pantry: readonly PantryFood[]): void {
  const { change } = useKitchen();
  const told = JSON.stringify(pantry);
  useEffect(() => change({ pantry: JSON.parse(told) as PantryFood[] }), [told, change]);
}
