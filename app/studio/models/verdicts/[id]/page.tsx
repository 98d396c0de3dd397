import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { VerdictPage } from "./verdict-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("models");
  return { title: t("verdictTitle") };
}

export default async function Page({ params }: { readonly params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <main id="main" className="flex flex-1 flex-col">
      <VerdictPage verdictId={id} />
    </main>
  );
}
