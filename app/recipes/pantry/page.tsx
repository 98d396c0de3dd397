import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PantryView } from "@/components/recipes/pantry/pantry-view";
import { listFoods } from "@/server/recipes/service";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("recipes.stock");
  return { title: t("title") };
}

export default async function PantryPage() {
  const { foods } = await listFoods();
  return (
    <main id="main" className="flex flex-1 flex-col">
      <PantryView foods={foods} />
    </main>
  );
}
