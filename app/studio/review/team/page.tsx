import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OpinionRuleForm } from "@/components/review/team/opinion-rule";
import { TeamPhotos } from "@/components/review/team/team-photos";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reviewTeam");
  return { title: t("place.share") };
}

export default async function Page() {
  const t = await getTranslations("reviewTeam");
  return (
    <main id="main" className="mx-auto flex w-full max-w-6xl flex-1 flex-col gap-5 px-4 py-6">
      <h1 className="font-semibold text-title">{t("place.share")}</h1>
      <TeamPhotos />
      <OpinionRuleForm />
    </main>
  );
}
