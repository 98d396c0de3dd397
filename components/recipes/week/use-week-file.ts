"use client";

import { useTranslations } from "next-intl";
import type { Recipe } from "@/lib/core/recipes/recipe";
import type { PlannedMeal } from "@/lib/core/recipes/week/planned-meal";

/** Makes the calendar file of some meals; the library that writes it is fetched then. */
export function useWeekFile(
  recipeOf: (slug: string) => Recipe | undefined,
  meals: readonly PlannedMeal[],
): () => Promise<string> {
  const t = useTranslations("recipes.week");
  return async () => {
    const { weekCalendar } = await import("@/lib/client/recipes/week-calendar");
    return weekCalendar(
      meals.map((meal) => {
        const title = recipeOf(meal.slug)?.title ?? meal.slug;
        const isLeftover = meal.leftoverOf !== null;
        return {
          id: meal.id,
          day: meal.day,
          title: isLeftover ? t("leftoverOf", { title }) : title,
          text: isLeftover
            ? t("leftover", { eaten: meal.eaten })
            : t("cookedEaten", { cooked: meal.cooked, eaten: meal.eaten }),
        };
      }),
      t("title"),
    );
  };
}
