import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ForgotView } from "@/components/people/password-views";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("people");
  return { title: t("forgotTitle") };
}

export default function Page() {
  return <ForgotView />;
}
