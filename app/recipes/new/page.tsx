import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OwnRecipeForm } from "@/components/recipes/own/own-recipe-form";
import { listFoods } from "@/server/recipes/service";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("recipes.own");
  return { title: t("title") };
}

export default async function NewRecipePage() {
  const { foods } = await listFoods();
  return (
    <main id="main" className="flex flex-1 flex-col">
      <OwnRecipeForm foods={foods} />
    </main>
  );
}
