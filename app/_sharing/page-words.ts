import { getFormatter, getTranslations } from "next-intl/server";
import type { PageWords } from "@/lib/core/recipes/export/share-page";

/** The words of pages that are shared. */
export async function pageWords(): Promise<PageWords & { readonly gone: string }> {
  const t = await getTranslations("recipes.shared.page");
  const format = await getFormatter();
  return {
    ingredients: t("ingredients"),
    method: t("method"),
    source: t("source"),
    pictureFrom: t("pictureFrom"),
    madeWith: t("madeWith"),
    gone: t("gone"),
    servings: (count) => t("servings", { count }),
    sharedOn: (date) => t("sharedOn", { date: format.dateTime(date, { dateStyle: "long" }) }),
  };
}
