import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PlantBrowser } from "@/components/plants/plant-browser";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("care");
  return { title: t("title"), description: t("intro") };
}

export default function PlantsPage() {
  return (
    <main id="main" className="flex flex-1 flex-col">
      <PlantBrowser />
    </main>
  );
}
