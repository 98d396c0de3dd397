import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CompareView } from "@/components/models/compare-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("models");
  return { title: t("compare") };
}

export default function Page() {
  return (
    <main id="main" className="flex flex-1 flex-col">
      <CompareView />
    </main>
  );
}
