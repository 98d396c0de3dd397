"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { isOnShelf } from "@/lib/client/recipes/staples";
import { useKitchen } from "@/lib/client/recipes/use-kitchen";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { AddFood } from "../add-food";
import { FoodChip } from "./food-chip";
import { KitchenSection } from "./kitchen-section";

/** Foods that are always there and never count as missing: add, remove, or go back to the usual ones. */
export function StaplesShelf({ vocabulary }: { readonly vocabulary: Vocabulary }) {
  const t = useTranslations("recipes.kitchen");
  const kitchen = useKitchen();
  const shelf = vocabulary.foods.filter((food) => isOnShelf(food, kitchen));
  const isChanged = kitchen.staplesAdded.length + kitchen.staplesRemoved.length > 0;
  const set = (foodId: string, isOn: boolean) =>
    kitchen.setStaple(foodId, isOn, vocabulary.byId.get(foodId)?.staple ?? false);
  return (
    <KitchenSection
      title={t("staples")}
      body={t("staplesBody")}
      action={
        isChanged ? (
          <Button
            size="small"
            tone="quiet"
            onClick={() => kitchen.change({ staplesAdded: [], staplesRemoved: [] })}
          >
            {t("staplesReset")}
          </Button>
        ) : null
      }
    >
      <ul className="flex flex-wrap items-center gap-1.5">
        {shelf.map((food) => (
          <FoodChip
            key={food.id}
            food={food}
            label={(name) => t("offShelf", { food: name })}
            onRemove={() => set(food.id, false)}
          />
        ))}
        <li>
          <AddFood
            vocabulary={vocabulary}
            present={new Set(shelf.map((food) => food.id))}
            withStaples
            onAdd={(foodId) => set(foodId, true)}
          />
        </li>
      </ul>
    </KitchenSection>
  );
}
