import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SharedView } from "@/components/recipes/share/shared-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("recipes.shared");
  return { title: t("title") };
}

export default function SharedPage() {
  return (
    <main id="main" className="flex flex-1 flex-col">
      <SharedView />
    </main>
  );
}
