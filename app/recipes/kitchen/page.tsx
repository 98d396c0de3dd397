import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { KitchenView } from "@/components/recipes/kitchen/kitchen-view";
import { listFoods } from "@/server/recipes/service";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("recipes.kitchen");
  return { title: t("title") };
}

export default async function KitchenPage() {
  const { foods } = await listFoods();
  return (
    <main id="main" className="flex flex-1 flex-col">
      <KitchenView foods={foods} />
    </main>
  );
}
