import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ShoppingView } from "@/components/recipes/shopping-view";
import { listFoods } from "@/server/recipes/service";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("recipes.shopping");
  return { title: t("title") };
}

export default async function ShoppingPage() {
  const { foods } = await listFoods();
  return (
    <main id="main" className="flex flex-1 flex-col">
      <ShoppingView foods={foods} />
    </main>
  );
}
