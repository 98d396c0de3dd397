import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { pageContext } from "@/app/_people/page-context";
import { RecipeView } from "@/components/recipes/recipe-view";
import { isAppError } from "@/lib/core/errors";
import { whoOf } from "@/server/api/context";
import { getRecipe, listFoodsFor } from "@/server/recipes/service";

export const dynamic = "force-dynamic";

interface RecipePageProps {
  readonly params: Promise<{ readonly slug: string }>;
}

/** One read per request, for both the head and the page. */
const findRecipe = cache(async (slug: string) => {
  try {
    return await getRecipe(slug, whoOf(await pageContext()));
  } catch (error) {
    if (isAppError(error) && error.code === "request/not-found") return undefined;
    throw error;
  }
});

export async function generateMetadata({ params }: RecipePageProps): Promise<Metadata> {
  const page = await findRecipe((await params).slug);
  return page ? { title: page.recipe.title, description: page.recipe.summary } : {};
}

export default async function RecipePage({ params }: RecipePageProps) {
  const page = await findRecipe((await params).slug);
  if (!page) notFound();
  const { foods, substitutions } = await listFoodsFor(page.recipe);
  return (
    <main id="main" className="flex flex-1 flex-col">
      <RecipeView page={page} foods={foods} substitutions={substitutions} />
    </main>
  );
}
