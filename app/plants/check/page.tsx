import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { PlantCheckView } from "@/components/plants/check/plant-check-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("plants.check");
  return { title: t("title") };
}

export default function Page() {
  return (
    <main id="main" className="flex flex-1 flex-col">
      <Suspense>
        <PlantCheckView />
      </Suspense>
    </main>
  );
}
