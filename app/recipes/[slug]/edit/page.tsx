import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { pageContext } from "@/app/_people/page-context";
import { OwnRecipeForm } from "@/components/recipes/own/own-recipe-form";
import { isAppError } from "@/lib/core/errors";
import { whoOf } from "@/server/api/context";
import { getRecipe, listFoods } from "@/server/recipes/service";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("recipes.own");
  return { title: t("editTitle") };
}

async function findOwn(slug: string) {
  try {
    const page = await getRecipe(slug, whoOf(await pageContext()));
    return page.isOwn ? page.recipe : undefined;
  } catch (error) {
    if (isAppError(error) && error.code === "request/not-found") return undefined;
    throw error;
  }
}

export default async function EditRecipePage({
  params,
}: {
  readonly params: Promise<{ readonly slug: string }>;
}) {
  const recipe = await findOwn((await params).slug);
  if (!recipe) notFound();
  const { foods } = await listFoods();
  return (
    <main id="main" className="flex flex-1 flex-col">
      <OwnRecipeForm foods={foods} recipe={recipe} />
    </main>
  );
}
