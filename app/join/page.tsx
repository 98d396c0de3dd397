import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { JoinView } from "@/components/people/join-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("people");
  return { title: t("joinTitle") };
}

export default function Page() {
  return <JoinView />;
}
