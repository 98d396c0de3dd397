import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { MonitorPlaces } from "@/components/monitoring/monitor-places";

export default async function Layout({ children }: { readonly children: ReactNode }) {
  const t = await getTranslations("monitor");
  return (
    <main id="main" className="mx-auto flex w-full max-w-6xl flex-1 flex-col gap-5 px-4 py-6">
      <h1 className="font-semibold text-display tracking-[-0.02em]">{t("title")}</h1>
      <MonitorPlaces />
      {children}
    </main>
  );
}
