"use client";

import { Check, RotateCcw, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import type { PantryItem } from "@/lib/core/recipes/pantry";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { capitalised, foodName } from "./food-name";

export interface PantryChipsProps {
  readonly items: readonly PantryItem[];
  /** Foods a person said are not there. */
  readonly absent: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly onConfirm: (foodId: string) => void;
  readonly onRemove: (foodId: string) => void;
  /** It is this food, and not the one that was asked about. */
  readonly onChoose: (foodId: string, instead: string) => void;
  readonly onPutBack: (foodId: string) => void;
}

const CHIP =
  "inline-flex h-7 items-center gap-0.5 rounded-full border text-meta font-medium pointer-coarse:h-9";
const ACTION =
  "grid size-6 place-items-center rounded-full hover:bg-ink/10 pointer-coarse:size-9 [&_svg]:size-3.5";
const WORD =
  "h-6 rounded-full px-1.5 underline decoration-dotted underline-offset-2 hover:bg-ink/10 pointer-coarse:h-9 pointer-coarse:min-w-11";

/** What is in the kitchen: sure foods, foods to be checked with one tap, and foods left out. */
export function PantryChips(props: PantryChipsProps) {
  const { items, absent, vocabulary, onPutBack } = props;
  const t = useTranslations("recipes");
  const name = (id: string) => foodName(vocabulary.byId.get(id));
  return (
    <ul className="contents">
      {items.map((item) => (
        <li key={item.foodId}>
          <PantryChip item={item} {...props} />
        </li>
      ))}
      {absent.map((foodId) => (
        <li key={foodId}>
          <span className={classNames(CHIP, "border-dashed pl-2.5 text-ink-soft")}>
            <s>{capitalised(name(foodId))}</s>
            <button
              type="button"
              aria-label={t("putBack", { food: name(foodId) })}
              onClick={() => onPutBack(foodId)}
              className={ACTION}
            >
              <RotateCcw aria-hidden />
            </button>
          </span>
        </li>
      ))}
    </ul>
  );
}

function PantryChip({
  item,
  vocabulary,
  onConfirm,
  onRemove,
  onChoose,
}: PantryChipsProps & { readonly item: PantryItem }) {
  const t = useTranslations("recipes");
  const plain = foodName(vocabulary.byId.get(item.foodId), item.count);
  const text = item.count !== null ? t("countOf", { count: item.count, food: plain }) : capitalised(plain);
  const { orFoodId } = item;
  if (item.certainty === "check" && orFoodId !== undefined) {
    const other = foodName(vocabulary.byId.get(orFoodId));
    return (
      <fieldset
        aria-label={t("whichOne", { food: plain, other })}
        className={classNames(CHIP, "border-saffron bg-saffron-wash pl-1 text-saffron-ink")}
      >
        <button type="button" onClick={() => onConfirm(item.foodId)} className={WORD}>
          {capitalised(plain)}
        </button>
        <span aria-hidden>{t("or")}</span>
        <button type="button" onClick={() => onChoose(orFoodId, item.foodId)} className={WORD}>
          {other}
        </button>
        <span aria-hidden>?</span>
        <button
          type="button"
          aria-label={t("neither", { food: plain, other })}
          onClick={() => onRemove(item.foodId)}
          className={ACTION}
        >
          <X aria-hidden />
        </button>
      </fieldset>
    );
  }
  if (item.certainty === "check")
    return (
      <fieldset
        aria-label={`${plain}: ${t("isItThere")}`}
        className={classNames(CHIP, "border-saffron bg-saffron-wash pl-2.5 text-saffron-ink")}
      >
        <span aria-hidden>{capitalised(plain)}?</span>
        <button
          type="button"
          aria-label={t("yes", { food: plain })}
          onClick={() => onConfirm(item.foodId)}
          className={ACTION}
        >
          <Check aria-hidden />
        </button>
        <button
          type="button"
          aria-label={t("no", { food: plain })}
          onClick={() => onRemove(item.foodId)}
          className={classNames(ACTION, "-ml-1")}
        >
          <X aria-hidden />
        </button>
      </fieldset>
    );
  return (
    <span
      className={classNames(
        CHIP,
        "pl-2.5",
        item.certainty === "hand"
          ? "border-leaf bg-leaf-wash text-leaf-strong"
          : "border-line-strong bg-raised",
      )}
    >
      {text}
      <button
        type="button"
        aria-label={t("remove", { food: plain })}
        onClick={() => onRemove(item.foodId)}
        className={ACTION}
      >
        <X aria-hidden />
      </button>
    </span>
  );
}
