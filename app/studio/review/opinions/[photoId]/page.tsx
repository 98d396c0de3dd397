import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SettlePage } from "./settle-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reviewTeam");
  return { title: t("place.settle") };
}

export default async function Page({ params }: { readonly params: Promise<{ readonly photoId: string }> }) {
  const { photoId } = await params;
  return <SettlePage photoId={photoId} />;
}
