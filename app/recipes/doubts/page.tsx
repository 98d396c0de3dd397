import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DoubtsView } from "@/components/recipes/doubts/doubts-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("recipes.doubts");
  return { title: t("title") };
}

export default function DoubtsPage() {
  return (
    <main id="main" className="flex flex-1 flex-col">
      <DoubtsView />
    </main>
  );
}
