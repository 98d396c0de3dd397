import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PhotosView } from "@/components/training/experiments/photos-view";
import { comparePhotosSchema } from "@/lib/contracts/experiments";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("experiments.photosOfAll");
  return { title: t("title") };
}

interface PageProps {
  readonly searchParams: Promise<{ readonly model?: string | readonly string[] }>;
}

export default async function Page({ searchParams }: PageProps) {
  const parsed = comparePhotosSchema.safeParse({ modelIds: [(await searchParams).model ?? []].flat() });
  if (!parsed.success) notFound();
  return (
    <main id="main" className="flex min-w-0 flex-1 flex-col">
      <PhotosView modelIds={parsed.data.modelIds} />
    </main>
  );
}
