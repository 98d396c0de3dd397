"use client";

import { SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Popover } from "@/components/ui/popover";
import type { KitchenState } from "@/lib/client/recipes/kitchen-store";
import { DIETS } from "@/lib/core/recipes/diets";
import { ALLERGENS } from "@/lib/core/recipes/food";

const MISSING_CHOICES = [null, 0, 1, 2, 3, 5] as const;

export interface KitchenFiltersProps {
  readonly kitchen: KitchenState;
  /** Offers the number of foods to buy, which has a meaning beside a pantry only. */
  readonly hasPantry: boolean;
}

/** Diets, allergens to leave out, and how many foods may be missing. */
export function KitchenFilters({ kitchen, hasPantry }: KitchenFiltersProps) {
  const t = useTranslations("recipes");
  const count =
    kitchen.diets.length + kitchen.allergens.length + (hasPantry && kitchen.maxMissing !== null ? 1 : 0);
  return (
    <Popover
      label={t("filters")}
      trigger={
        <Button size="small" className="pointer-coarse:h-10">
          <SlidersHorizontal aria-hidden />
          {count > 0 ? t("filtersActive", { count }) : t("filters")}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        {hasPantry ? (
          <label className="flex items-center justify-between gap-3 font-medium">
            {t("maxMissing")}
            <select
              value={kitchen.maxMissing ?? ""}
              onChange={(event) =>
                kitchen.change({ maxMissing: event.target.value === "" ? null : Number(event.target.value) })
              }
              className="h-9 rounded-small border border-line-strong bg-paper px-2 font-normal pointer-coarse:h-11"
            >
              {MISSING_CHOICES.map((choice) => (
                <option key={String(choice)} value={choice ?? ""}>
                  {choice === null ? t("maxMissingAny") : t("maxMissingSome", { count: choice })}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        <ChoiceGroup
          title={t("diets")}
          choices={DIETS.map((diet) => ({
            id: diet,
            text: t(`dietNames.${diet}`),
            isOn: kitchen.diets.includes(diet),
            toggle: () => kitchen.toggleDiet(diet),
          }))}
        />
        <ChoiceGroup
          title={t("allergens")}
          note={t("allergensNote")}
          choices={ALLERGENS.map((allergen) => ({
            id: allergen,
            text: t(`allergenNames.${allergen}`),
            isOn: kitchen.allergens.includes(allergen),
            toggle: () => kitchen.toggleAllergen(allergen),
          }))}
        />
        {count > 0 ? (
          <Button size="small" onClick={() => kitchen.change({ diets: [], allergens: [], maxMissing: null })}>
            {t("clearFilters")}
          </Button>
        ) : null}
      </div>
    </Popover>
  );
}

interface Choice {
  readonly id: string;
  readonly text: string;
  readonly isOn: boolean;
  readonly toggle: () => void;
}

function ChoiceGroup({
  title,
  note,
  choices,
}: {
  readonly title: string;
  readonly note?: string;
  readonly choices: readonly Choice[];
}) {
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">{title}</legend>
      <div className="flex flex-wrap gap-1.5">
        {choices.map((choice) => (
          <button
            key={choice.id}
            type="button"
            aria-pressed={choice.isOn}
            onClick={choice.toggle}
            className={classNames(
              "h-7 rounded-full border px-2.5 text-meta font-medium transition-colors pointer-coarse:h-10 pointer-coarse:px-3.5",
              choice.isOn
                ? "border-leaf bg-leaf text-on-leaf"
                : "border-line-strong bg-raised text-ink hover:bg-sunken",
            )}
          >
            {choice.text}
          </button>
        ))}
      </div>
      {note ? <p className="mt-2 text-meta text-ink-soft">{note}</p> : null}
    </fieldset>
  );
}
