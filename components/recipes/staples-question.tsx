"use client";

import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { isOnShelf } from "@/lib/client/recipes/staples";
import { useKitchen } from "@/lib/client/recipes/use-kitchen";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { AddFood } from "./add-food";
import { capitalised, foodName } from "./food-name";

/** Comes out of the tap, so the question leaves it out. */
const NOT_ASKED = "water";

/** Asks once which staples are in the house, instead of assuming them. What is unticked counts as missing at once. */
export function StaplesQuestion({ vocabulary }: { readonly vocabulary: Vocabulary }) {
  const t = useTranslations("recipes.staplesQuestion");
  const kitchen = useKitchen();
  if (kitchen.hasAnsweredStaples) return null;
  const asked = vocabulary.foods.filter(
    (food) => food.id !== NOT_ASKED && (food.staple || kitchen.staplesAdded.includes(food.id)),
  );
  return (
    <section
      aria-label={t("title")}
      className="flex flex-col gap-2.5 rounded-card border border-line-strong bg-raised p-3"
    >
      <div>
        <h2 className="font-semibold">{t("title")}</h2>
        <p className="text-pretty text-meta text-ink-soft">{t("body")}</p>
      </div>
      <ul className="grid grid-cols-2 gap-x-3">
        {asked.map((food) => (
          <li key={food.id}>
            <label className="flex min-h-8 cursor-pointer items-center gap-2 pointer-coarse:min-h-11">
              <input
                type="checkbox"
                checked={isOnShelf(food, kitchen)}
                onChange={(event) => kitchen.setStaple(food.id, event.target.checked, food.staple)}
                className="size-4 shrink-0 accent-[var(--leaf)] pointer-coarse:size-5"
              />
              {capitalised(foodName(food))}
            </label>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          tone="primary"
          size="small"
          className="pointer-coarse:h-11"
          onClick={() => kitchen.change({ hasAnsweredStaples: true })}
        >
          <Check aria-hidden />
          {t("done")}
        </Button>
        <AddFood
          vocabulary={vocabulary}
          present={new Set(asked.map((food) => food.id))}
          withStaples
          onAdd={(foodId) => kitchen.setStaple(foodId, true, false)}
        />
      </div>
    </section>
  );
}
