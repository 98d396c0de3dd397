"use client";

import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { useKitchen } from "@/lib/client/recipes/use-kitchen";
import { OTHER_FOOD } from "@/lib/core/recipes/food";
import { type DraftLine, headingOf, partLine, readLine } from "@/lib/core/recipes/import/draft";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { useAmountText } from "../use-amount-text";

export interface LineEditorProps {
  readonly line: DraftLine;
  readonly number: number;
  readonly vocabulary: Vocabulary;
  readonly onChange: (line: DraftLine) => void;
  /** Puts several lines in its place: "salt and pepper" are two. */
  readonly onPart: (lines: readonly DraftLine[]) => void;
  readonly onRemove: () => void;
}

/** One ingredient as written, and beside it how it was read; doubtful readings ask for the food. */
export function LineEditor({ line, number, vocabulary, onChange, onPart, onRemove }: LineEditorProps) {
  const t = useTranslations("recipes.own");
  const waits = useTranslations("waits");
  const amountText = useAmountText();
  const { units } = useKitchen();
  const isEmpty = line.text.trim() === "";
  // "For the sauce:" until a person says that it is a food
  const isHeading = headingOf(line) !== null;
  const { ingredient, candidates, isDoubtful } = readLine(line, vocabulary);
  const asks = !isEmpty && !isHeading && isDoubtful;
  const { quantity, unit } = ingredient;
  const others = vocabulary.foods
    .filter((food) => !candidates.includes(food.id) && food.id !== OTHER_FOOD)
    .sort((a, b) => a.name.localeCompare(b.name));
  return (
    <li className="grid grid-cols-[1fr_auto] gap-x-2 gap-y-1 sm:grid-cols-[1fr_5rem_11rem_auto] sm:items-center">
      <input
        aria-label={t("line", { number })}
        placeholder={number === 1 ? t("linePlaceholder") : undefined}
        value={line.text}
        maxLength={200}
        onBlur={() => {
          const parts = partLine(line, vocabulary);
          if (parts.length > 1) onPart(parts);
        }}
        onChange={(event) => onChange({ text: event.target.value, foodId: null, isChecked: false })}
        className="h-9 min-w-0 rounded-card border border-line-strong bg-raised px-3 pointer-coarse:h-11 pointer-coarse:text-lead"
      />
      <span className="tabular text-meta text-ink-soft max-sm:order-3">
        {!isEmpty && !isHeading && quantity !== null && unit !== null
          ? amountText(quantity, unit, units)
          : ""}
      </span>
      <select
        aria-label={t("food", { number })}
        disabled={isEmpty}
        title={isEmpty ? waits("ingredient") : undefined}
        value={isEmpty || isHeading ? "" : ingredient.foodId}
        onChange={(event) => onChange({ ...line, foodId: event.target.value })}
        className={classNames(
          "h-9 w-full min-w-0 rounded-card border px-2 disabled:opacity-50 pointer-coarse:h-11 max-sm:order-4 max-sm:col-span-2",
          asks ? "border-saffron bg-saffron-wash text-saffron-ink" : "border-line-strong bg-raised",
        )}
      >
        {isEmpty || isHeading ? <option value="">{t(isHeading ? "heading" : "noFood")}</option> : null}
        {candidates.map((id) => (
          <option key={id} value={id}>
            {vocabulary.byId.get(id)?.name}
          </option>
        ))}
        <option value={OTHER_FOOD}>{t("otherFood")}</option>
        {others.map((food) => (
          <option key={food.id} value={food.id}>
            {food.name}
          </option>
        ))}
      </select>
      <IconButton
        label={t("removeLine", { number })}
        side="left"
        onClick={onRemove}
        className="max-sm:order-2"
      >
        <X aria-hidden />
      </IconButton>
      {asks ? (
        <p className="flex flex-wrap items-center gap-2 text-meta text-saffron-ink max-sm:order-5 max-sm:col-span-2 sm:col-span-4">
          {t("doubtful")}
          <Button size="small" onClick={() => onChange({ ...line, isChecked: true })}>
            <Check aria-hidden />
            {t("isRight")}
          </Button>
        </p>
      ) : null}
    </li>
  );
}
