import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { PlantDiaryView } from "@/components/plants/diary/plant-diary-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("plants.diary");
  return { title: t("title") };
}

export default async function Page({ params }: { readonly params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) notFound();
  return (
    <main id="main" className="flex flex-1 flex-col">
      <PlantDiaryView plantId={id} />
    </main>
  );
}
