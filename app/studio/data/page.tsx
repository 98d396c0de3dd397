import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ExportSection } from "@/components/datasets/export-section";
import { ImportSection } from "@/components/datasets/import-section";
import { VersionsPlace } from "./versions/versions-place";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("studio");
  return { title: t("data") };
}

export default async function Page() {
  const t = await getTranslations("studio");
  return (
    <main id="main" className="mx-auto flex w-full max-w-6xl flex-1 flex-col gap-8 px-4 py-6 lg:py-8">
      <h1 className="font-semibold text-display tracking-[-0.02em]">{t("data")}</h1>
      <VersionsPlace />
      <ImportSection />
      <ExportSection />
    </main>
  );
}
