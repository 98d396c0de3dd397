import type { Metadata } from "next";
import { Suspense } from "react";
import { RecipeBrowser } from "@/components/recipes/recipe-browser";

export const metadata: Metadata = { title: "Recipes" };

export default function RecipesPage() {
  return (
    <Suspense>
      <RecipeBrowser />
    </Suspense>
  );
}
