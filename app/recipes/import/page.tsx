import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CollectionImport } from "@/components/recipes/own/collection-import";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("recipes.collection");
  return { title: t("title") };
}

export default function ImportPage() {
  return (
    <main id="main" className="flex flex-1 flex-col">
      <CollectionImport />
    </main>
  );
}
