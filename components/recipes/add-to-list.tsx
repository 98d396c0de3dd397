"use client";

import { Check, ShoppingBasket } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { isOnShelf } from "@/lib/client/recipes/staples";
import { useKitchen } from "@/lib/client/recipes/use-kitchen";
import { useShopping } from "@/lib/client/recipes/use-shopping";
import type { Food } from "@/lib/core/recipes/food";
import type { Recipe } from "@/lib/core/recipes/recipe";
import { wantedFrom } from "@/lib/core/recipes/shopping-list";

export interface AddToListProps {
  readonly recipe: Recipe;
  readonly foodOf: (foodId: string) => Food | undefined;
  readonly servings: number;
}

/** Puts what the recipe needs, for the servings chosen, on the shopping list; staples and what is there are left out. */
export function AddToList({ recipe, foodOf, servings }: AddToListProps) {
  const t = useTranslations("recipes.shopping");
  const kitchen = useKitchen();
  const { keptFoods, atHand } = kitchen;
  const shopping = useShopping();
  const listed = shopping.recipes.find((entry) => entry.slug === recipe.slug);
  const isSame = listed?.servings === servings;
  const add = () =>
    shopping.addRecipe({
      slug: recipe.slug,
      title: recipe.title,
      servings,
      wanted: wantedFrom(recipe.ingredients, servings / recipe.servings, (foodId) => {
        const food = foodOf(foodId);
        return (
          (food !== undefined && isOnShelf(food, kitchen)) ||
          keptFoods.includes(foodId) ||
          atHand.includes(foodId)
        );
      }),
    });
  if (isSame)
    return (
      <Button asChild size="large" tone="quiet" className="text-leaf-strong">
        <Link href="/recipes/shopping">
          <Check aria-hidden />
          {t("added")}
        </Link>
      </Button>
    );
  return (
    <Button size="large" onClick={add}>
      <ShoppingBasket aria-hidden />
      {listed ? t("update") : t("add")}
    </Button>
  );
}
