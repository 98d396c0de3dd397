import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SettleList } from "@/components/review/team/settle-list";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reviewTeam");
  return { title: t("place.settle") };
}

export default async function Page() {
  const t = await getTranslations("reviewTeam");
  return (
    <main id="main" className="mx-auto flex w-full max-w-6xl flex-1 flex-col gap-5 px-4 py-6">
      <h1 className="font-semibold text-title">{t("place.settle")}</h1>
      <SettleList />
    </main>
  );
}
