import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TrainingView } from "@/components/training/training-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("training");
  return { title: t("title") };
}

export default function Page() {
  return (
    <main id="main" className="flex flex-1 flex-col">
      <TrainingView />
    </main>
  );
}
