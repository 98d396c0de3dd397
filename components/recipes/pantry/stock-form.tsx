"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { UNITS, type Unit } from "@/lib/core/recipes/food";
import { type FieldProblem, readDay, readQuantity } from "@/lib/core/recipes/stock/read-fields";
import { PLACES, type Place, type StockValues } from "@/lib/core/recipes/stock/stocked-food";

const FIELD = "h-9 rounded-card border border-line-strong bg-paper px-2.5 font-normal pointer-coarse:h-11";

export interface StockFormProps {
  readonly food: StockValues;
  /** Named to screen readers. */
  readonly name: string;
  /** Proposed where it has no amount yet. */
  readonly usualUnit: Unit;
  readonly onSave: (values: StockValues) => void;
  readonly onCancel: () => void;
}

/** Amount, place and date of one food. Enter saves, Escape leaves; what cannot be right is said and not saved. */
export function StockForm({ food, name, usualUnit, onSave, onCancel }: StockFormProps) {
  const t = useTranslations("recipes.stock");
  const units = useTranslations("recipes");
  const id = useId();
  const [quantity, setQuantity] = useState(food.quantity === null ? "" : String(food.quantity));
  const [unit, setUnit] = useState<Unit>(food.unit ?? usualUnit);
  const [place, setPlace] = useState<Place>(food.place);
  const [day, setDay] = useState(food.bestBefore ?? "");
  const [problems, setProblems] = useState<{ readonly amount?: FieldProblem; readonly day?: FieldProblem }>(
    {},
  );
  const dayField = useRef<HTMLInputElement>(null);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const amount = readQuantity(quantity);
    const date = readDay(day, dayField.current?.validity.badInput ?? false);
    if ("problem" in amount || "problem" in date) {
      setProblems({
        ...("problem" in amount ? { amount: amount.problem } : {}),
        ...("problem" in date ? { day: date.problem } : {}),
      });
      return;
    }
    const unitOrNone = amount.value === null ? null : unit;
    onSave({ foodId: food.foodId, quantity: amount.value, unit: unitOrNone, place, bestBefore: date.value });
  };
  return (
    <form
      noValidate
      aria-label={t("editing", { food: name })}
      onSubmit={save}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onCancel();
      }}
      className="flex flex-col gap-2.5 border-t bg-sunken/50 p-3"
    >
      <div className="flex flex-wrap items-end gap-2.5">
        <label className="flex flex-col gap-1 text-meta font-medium">
          {t("amount")}
          <input
            // biome-ignore lint/a11y/noAutofocus: the person pressed "change" to come here
            autoFocus
            inputMode="decimal"
            value={quantity}
            placeholder={t("some")}
            aria-invalid={problems.amount !== undefined}
            aria-describedby={problems.amount ? `${id}-amount` : undefined}
            onChange={(event) => setQuantity(event.target.value)}
            className={`${FIELD} w-24`}
          />
        </label>
        <label className="flex flex-col gap-1 text-meta font-medium">
          {t("unit")}
          <select value={unit} onChange={(event) => setUnit(event.target.value as Unit)} className={FIELD}>
            {UNITS.map((each) => (
              <option key={each} value={each}>
                {each === "pc" ? t("pieces") : units(`unitNames.${each}`, { count: 2 })}
              </option>
            ))}
          </select>
        </label>
        <label className="flex flex-col gap-1 text-meta font-medium">
          {t("place")}
          <select value={place} onChange={(event) => setPlace(event.target.value as Place)} className={FIELD}>
            {PLACES.map((each) => (
              <option key={each} value={each}>
                {t(`places.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="flex flex-col gap-1 text-meta font-medium">
          {t("bestBefore")}
          <input
            ref={dayField}
            type="date"
            value={day}
            aria-invalid={problems.day !== undefined}
            aria-describedby={problems.day ? `${id}-day` : undefined}
            onChange={(event) => setDay(event.target.value)}
            className={FIELD}
          />
        </label>
      </div>
      {problems.amount ? (
        <p id={`${id}-amount`} role="alert" className="text-tomato-ink">
          {t(`problems.${problems.amount}`)}
        </p>
      ) : null}
      {problems.day ? (
        <p id={`${id}-day`} role="alert" className="text-tomato-ink">
          {t(`problems.${problems.day}`)}
        </p>
      ) : null}
      <div className="flex gap-2">
        <Button type="submit" tone="primary" size="small" className="pointer-coarse:h-11">
          {t("save")}
        </Button>
        <Button size="small" tone="quiet" className="pointer-coarse:h-11" onClick={onCancel}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
