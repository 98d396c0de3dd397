import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ResetView } from "@/components/people/password-views";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("people");
  return { title: t("resetTitle") };
}

export default function Page() {
  return <ResetView />;
}
