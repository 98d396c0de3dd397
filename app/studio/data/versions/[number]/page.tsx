import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { NextVersionPage, VersionPage } from "@/components/datasets/versions-page";
import { type VersionOrNext, versionOrNextSchema } from "@/lib/contracts/dataset-versions";

interface Props {
  readonly params: Promise<{ readonly number: string }>;
}

async function wanted({ params }: Props): Promise<VersionOrNext> {
  const { number } = await params;
  const parsed = versionOrNextSchema.safeParse(number === "next" ? number : Number(number));
  if (!parsed.success) notFound();
  return parsed.data;
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const [t, number] = [await getTranslations("versions"), await wanted(props)];
  return { title: number === "next" ? t("next") : t("version", { number }) };
}

export default async function Page(props: Props) {
  const number = await wanted(props);
  return (
    <main id="main" className="mx-auto flex w-full max-w-6xl flex-1 flex-col gap-6 px-4 py-6 lg:py-8">
      {number === "next" ? <NextVersionPage /> : <VersionPage key={number} number={number} />}
    </main>
  );
}
