"use client";

import { Check, ShoppingBasket } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useShopping } from "@/lib/client/recipes/use-shopping";
import type { AskedFood } from "@/lib/core/recipes/explain";
import type { Recipe } from "@/lib/core/recipes/recipe";
import { scaled, wantedFrom } from "@/lib/core/recipes/shopping-list";

export interface AddToListProps {
  readonly recipe: Recipe;
  readonly servings: number;
  /** What the page says is there and missing, for these servings. */
  readonly asked: readonly AskedFood[];
}

/** Puts what the recipe needs, for the servings chosen, on the shopping list; staples and what is there are left out. */
export function AddToList({ recipe, servings, asked }: AddToListProps) {
  const t = useTranslations("recipes.shopping");
  const shopping = useShopping();
  const listed = shopping.recipes.find((entry) => entry.slug === recipe.slug);
  const isSame = listed?.servings === servings;
  const add = () =>
    shopping.addRecipes([
      {
        slug: recipe.slug,
        title: recipe.title,
        servings,
        wanted: wantedFrom(scaled(recipe.ingredients, servings / recipe.servings), asked),
      },
    ]);
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
