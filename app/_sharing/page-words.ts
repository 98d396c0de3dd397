import { getFormatter, getTranslations } from "next-intl/server";
import type { PageWords } from "@/lib/core/recipes/export/share-page";

/** The words of pages that are shared. */
export async function pageWords(): Promise<PageWords & { readonly gone: string }> {
  const t = await getTranslations("recipes.shared.page");
  const shared = await getTranslations("recipes.shared");
  const week = await getTranslations("recipes.week");
  const format = await getFormatter();
  const dayText = (day: string) =>
    format.dateTime(new Date(`${day}T00:00:00Z`), {
      weekday: "long",
      day: "numeric",
      month: "long",
      timeZone: "UTC",
    });
  return {
    ingredients: t("ingredients"),
    method: t("method"),
    source: t("source"),
    pictureFrom: t("pictureFrom"),
    madeWith: t("madeWith"),
    gone: t("gone"),
    servings: (count) => t("servings", { count }),
    sharedOn: (date) => t("sharedOn", { date: format.dateTime(date, { dateStyle: "long" }) }),
    week: (from, to) =>
      shared("weekTitle", { range: week("range", { from: dayText(from), to: dayText(to) }) }),
    day: dayText,
    nothingPlanned: t("nothingPlanned"),
    mealTitle: ({ title, leftoverOf }) => (leftoverOf === null ? title : week("leftoverOf", { title })),
    mealServings: ({ cooked, eaten, leftoverOf }) => {
      if (leftoverOf !== null) return week("leftover", { eaten });
      return eaten === cooked ? week("cooked", { cooked }) : week("cookedEaten", { cooked, eaten });
    },
  };
}
