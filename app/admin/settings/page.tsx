import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SettingsView } from "@/components/settings/settings-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: t("title") };
}

export default async function Page() {
  const t = await getTranslations("settings");
  return (
    <main id="main" className="mx-auto flex w-full max-w-4xl flex-1 flex-col gap-6 px-4 py-6 lg:py-8">
      <header className="flex flex-col gap-1">
        <h1 className="font-semibold text-display tracking-[-0.02em]">{t("title")}</h1>
        <p className="max-w-prose text-ink-soft">{t("hint")}</p>
      </header>
      <SettingsView />
    </main>
  );
}
