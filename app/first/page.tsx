import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FirstView } from "@/components/people/first-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("people");
  return { title: t("firstTitle") };
}

export default function Page() {
  return <FirstView />;
}
