import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { WeekView } from "@/components/recipes/week/week-view";
import { listFoods } from "@/server/recipes/service";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("recipes.week");
  return { title: t("title") };
}

export default async function WeekPage() {
  const { foods, substitutions } = await listFoods();
  return (
    <main id="main" className="flex flex-1 flex-col">
      <WeekView foods={foods} substitutions={substitutions} />
    </main>
  );
}
