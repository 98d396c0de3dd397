import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ExperimentsView } from "@/components/training/experiments/experiments-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("experiments");
  return { title: t("title") };
}

export default function Page() {
  return (
    <main id="main" className="flex min-w-0 flex-1 flex-col">
      <ExperimentsView />
    </main>
  );
}
