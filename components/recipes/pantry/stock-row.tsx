"use client";

import { Pencil, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { isToUseSoon, type StockedFood, type StockValues } from "@/lib/core/recipes/stock/stocked-food";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { capitalised } from "../food-name";
import { StockForm } from "./stock-form";
import { useStockText } from "./use-stock-text";

export interface StockRowProps {
  readonly food: StockedFood;
  readonly today: string;
  readonly vocabulary: Vocabulary;
  readonly isEdited: boolean;
  readonly onEdit: (isEdited: boolean) => void;
  readonly onSave: (values: StockValues) => void;
  readonly onRemove: () => void;
}

/** One food of the pantry: what, how much, where and until when. */
export function StockRow(props: StockRowProps) {
  const { food, today, vocabulary, isEdited, onEdit, onSave, onRemove } = props;
  const t = useTranslations("recipes.stock");
  const text = useStockText(vocabulary);
  const name = text.name(food.foodId, food.unit === "pc" ? food.quantity : null);
  const soon = isToUseSoon(food, today);
  return (
    <li>
      <div className="flex min-h-11 items-center gap-2 py-1 pr-1 pl-3">
        <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3">
          <span className="font-medium">{capitalised(name)}</span>
          <span className="tabular text-ink-soft">{text.amountOrSome(food)}</span>
          <span className={classNames("tabular text-meta", soon ? "text-saffron-ink" : "text-ink-soft")}>
            {t(`places.${food.place}`)}
            {food.bestBefore === null
              ? soon
                ? ` · ${t("keepsDays")}`
                : ""
              : ` · ${text.date(food.bestBefore, today)}`}
          </span>
        </div>
        <IconButton
          label={t("change", { food: name })}
          size="small"
          onClick={() => onEdit(!isEdited)}
          pressed={isEdited}
        >
          <Pencil aria-hidden />
        </IconButton>
        <IconButton label={t("remove", { food: name })} size="small" onClick={onRemove}>
          <X aria-hidden />
        </IconButton>
      </div>
      {isEdited ? (
        <StockForm
          food={food}
          name={name}
          usualUnit={vocabulary.byId.get(food.foodId)?.unit ?? "pc"}
          onSave={onSave}
          onCancel={() => onEdit(false)}
        />
      ) : null}
    </li>
  );
}
