import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { versionNumberSchema } from "@/lib/contracts/dataset-versions";
import { ErrorsPlace } from "./errors-place";

interface Props {
  readonly params: Promise<{ readonly number: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("dataErrors");
  return { title: t("title") };
}

export default async function Page({ params }: Props) {
  const parsed = versionNumberSchema.safeParse(Number((await params).number));
  if (!parsed.success) notFound();
  return (
    <main id="main" className="mx-auto flex w-full max-w-6xl flex-1 flex-col gap-6 px-4 py-6 lg:py-8">
      <ErrorsPlace key={parsed.data} number={parsed.data} />
    </main>
  );
}
