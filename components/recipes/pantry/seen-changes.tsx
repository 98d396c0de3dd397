"use client";

import { Check, X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import type { AnswersState } from "@/lib/client/recipes/kitchen-answers-store";
import type { StockState } from "@/lib/client/recipes/use-stock";
import {
  answerFood,
  answerPlace,
  answerStill,
  type KitchenAnswers,
  markTaken,
  stillKey,
} from "@/lib/core/recipes/kitchen-answers";
import { oneKitchen, type PhotoFoods, type Sighting } from "@/lib/core/recipes/one-kitchen";
import { compareSeen, type SeenChange } from "@/lib/core/recipes/stock/compare-seen";
import { PLACES, type Place, usualPlace } from "@/lib/core/recipes/stock/stocked-food";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { capitalised } from "../food-name";
import { useStockText } from "./use-stock-text";

export interface SeenChangesProps {
  /** The photos that count. */
  readonly photos: readonly PhotoFoods[];
  /** Photos that are still looked at: nothing is missing from a place before all of its photos are done. */
  readonly unfinished: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly stock: StockState;
  readonly answers: KitchenAnswers;
  readonly onAnswer: (step: Parameters<AnswersState["change"]>[0]) => void;
}

/** A change that the photos of one place show, with the photos of that place. */
interface Row {
  readonly change: SeenChange;
  readonly place: Place | null;
  readonly on: readonly Sighting[];
  readonly photoIds: readonly string[];
}

/** What the photos show against the pantry: each row is confirmed or refused by one press, and nothing changes unasked. */
export function SeenChanges(props: SeenChangesProps) {
  const { photos, vocabulary, stock, answers, onAnswer } = props;
  const t = useTranslations("recipes.stock");
  const text = useStockText(vocabulary);
  const show = useToast();
  const { places } = answers;
  const ids = photos.map(({ photoId }) => photoId);
  const said = new Set(ids.map((id) => places[id] ?? ""));
  const rows = rowsOf(props);
  const tell = (title: string, undo: () => void) =>
    show({ title, action: { label: t("undo"), onAct: undo } });
  const take = (foodId: string, isTaken: boolean, on: readonly Sighting[]) =>
    onAnswer((before) => markTaken(before, foodId, isTaken, on.map(boxesOf)));
  const confirm = ({ change, place, on }: Row) => {
    if (change.kind === "went") {
      const { food } = change;
      return tell(t("removed", { food: capitalised(text.name(food.foodId)) }), stock.put(food, null));
    }
    if (change.kind === "count") {
      const { food, count } = change;
      const { id: _id, changeId: _changeId, ...values } = food;
      const back = stock.put(food, { ...values, quantity: count });
      take(food.foodId, true, on);
      return tell(t("nowThere", { food: text.line(food.foodId, { quantity: count, unit: "pc" }) }), back);
    }
    const { foodId, count } = change;
    const food = vocabulary.byId.get(foodId);
    const back = stock.add([
      {
        foodId,
        quantity: count,
        unit: count === null ? null : "pc",
        place: place ?? (food ? usualPlace(food) : "cupboard"),
        bestBefore: null,
      },
    ]);
    take(foodId, true, on);
    tell(
      t("added", { food: text.line(foodId, count === null ? null : { quantity: count, unit: "pc" }) }),
      () => {
        back();
        take(foodId, false, on);
      },
    );
  };
  const refuse = ({ change, on, photoIds }: Row) => {
    if (change.kind === "came")
      onAnswer((before) => answerFood(before, change.foodId, false, on.map(boxesOf)));
    else if (change.kind === "count") take(change.food.foodId, true, on);
    else onAnswer((before) => answerStill(before, stillKey(change.food, photoIds)));
  };
  return (
    <section aria-label={t("seen.title")} className="flex flex-col gap-2 rounded-card border bg-raised p-3">
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-semibold">{t("seen.title")}</h3>
        <Link href="/recipes/pantry" className="text-meta underline">
          {t("seen.open", { count: stock.foods.length })}
        </Link>
      </div>
      <label className="flex items-center justify-between gap-2 text-meta font-medium">
        {t("seen.place", { count: ids.length })}
        <select
          value={said.size === 1 ? [...said][0] : ""}
          onChange={(event) => {
            const place = (event.target.value || null) as Place | null;
            onAnswer((before) => answerPlace(before, ids, place));
          }}
          className="h-8 rounded-small border border-line-strong bg-paper px-2 font-normal pointer-coarse:h-11"
        >
          <option value="">{t(said.size > 1 ? "seen.mixed" : "seen.anywhere")}</option>
          {PLACES.map((place) => (
            <option key={place} value={place}>
              {t(`places.${place}`)}
            </option>
          ))}
        </select>
      </label>
      {rows.length === 0 ? <p className="text-meta text-ink-soft">{t("seen.nothing")}</p> : null}
      <ul className="flex flex-col divide-y">
        {rows.map((row) => (
          <ChangeRow
            key={keyOf(row)}
            row={row}
            vocabulary={vocabulary}
            onConfirm={() => confirm(row)}
            onRefuse={() => refuse(row)}
          />
        ))}
      </ul>
    </section>
  );
}

function ChangeRow({
  row: { change },
  vocabulary,
  onConfirm,
  onRefuse,
}: {
  readonly row: Row;
  readonly vocabulary: Vocabulary;
  readonly onConfirm: () => void;
  readonly onRefuse: () => void;
}) {
  const t = useTranslations("recipes.stock");
  const text = useStockText(vocabulary);
  const foodId = change.kind === "came" ? change.foodId : change.food.foodId;
  const count = change.kind === "went" ? null : change.count;
  const name = text.name(foodId);
  const said = {
    came: t("seen.came"),
    went: t("seen.went"),
    count: t("seen.count", {
      count: count ?? 0,
      was: change.kind === "count" ? text.amountOrSome(change.food) : "",
    }),
  }[change.kind];
  const elsewhere =
    change.kind === "came" && change.elsewhere.length > 0
      ? t("seen.elsewhere", { places: change.elsewhere.map((place) => t(`places.${place}`)).join(", ") })
      : "";
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-2 gap-y-1 py-1.5">
      <span className="min-w-0">
        <span className="font-medium">
          {change.kind === "came" && count !== null
            ? text.line(foodId, { quantity: count, unit: "pc" })
            : capitalised(name)}
        </span>
        <span className="tabular block text-meta text-ink-soft">
          {said} {elsewhere}
        </span>
      </span>
      <span className="flex items-center gap-1">
        <Button
          size="small"
          className="pointer-coarse:h-11"
          aria-label={t(`seen.confirm.${change.kind}Label`, { food: name, count: count ?? 0 })}
          onClick={onConfirm}
        >
          <Check aria-hidden />
          {t(`seen.confirm.${change.kind}`, { count: count ?? 0 })}
        </Button>
        <Button
          size="small"
          tone="quiet"
          className="pointer-coarse:h-11 pointer-coarse:min-w-11"
          aria-label={t(`seen.refuse.${change.kind}Label`, { food: name })}
          onClick={onRefuse}
        >
          <X aria-hidden />
          {t(`seen.refuse.${change.kind}`)}
        </Button>
      </span>
    </li>
  );
}

const boxesOf = ({ photoId, boxIds }: Sighting) => ({ photoId, boxIds });

function keyOf({ change, place }: Row): string {
  return change.kind === "came" ? `came-${change.foodId}-${place}` : `${change.kind}-${change.food.id}`;
}

function rowsOf({ photos, unfinished, vocabulary, stock, answers }: SeenChangesProps): Row[] {
  const groups = [...PLACES, null].map((place) => ({
    place,
    own: photos.filter(({ photoId }) => (answers.places[photoId] ?? null) === place),
  }));
  return groups
    .filter(({ own }) => own.length > 0)
    .flatMap(({ place, own }) => {
      const { items } = oneKitchen(own, vocabulary, { answers });
      const photoIds = own.map(({ photoId }) => photoId);
      const still = new Set(answers.still);
      return compareSeen(items, stock.foods, place, vocabulary)
        .filter(
          (change) =>
            change.kind !== "went" ||
            !(photoIds.some((id) => unfinished.includes(id)) || still.has(stillKey(change.food, photoIds))),
        )
        .map((change) => {
          const foodId = change.kind === "came" ? change.foodId : change.food.foodId;
          return {
            change,
            place,
            photoIds,
            on: items.find((item) => item.foodId === foodId)?.sightings ?? [],
          };
        });
    });
}
