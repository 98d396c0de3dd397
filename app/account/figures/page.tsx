import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FiguresView } from "@/components/monitoring/recording/figures-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("figures");
  return { title: t("title") };
}

export default async function Page() {
  const t = await getTranslations("figures");
  return (
    <main id="main" className="mx-auto flex w-full max-w-3xl flex-1 flex-col gap-6 px-4 py-6 lg:py-8">
      <h1 className="font-semibold text-display tracking-[-0.02em]">{t("title")}</h1>
      <FiguresView />
    </main>
  );
}
