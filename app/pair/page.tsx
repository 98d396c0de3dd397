import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PairView } from "@/components/people/pair-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("people.pair");
  return { title: t("title") };
}

export default function Page() {
  return <PairView />;
}
