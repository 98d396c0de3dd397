import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ModelsView } from "@/components/models/models-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("models");
  return { title: t("title") };
}

export default function Page() {
  return (
    <main id="main" className="flex flex-1 flex-col">
      <ModelsView />
    </main>
  );
}
