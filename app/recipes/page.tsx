import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { RecipeBrowser } from "@/components/recipes/recipe-browser";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("recipes");
  return { title: t("title"), description: t("intro") };
}

export default function RecipesPage() {
  return (
    <main id="main" className="flex flex-1 flex-col">
      <Suspense>
        <RecipeBrowser />
      </Suspense>
    </main>
  );
}
