import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MonitorView } from "@/components/monitoring/monitor/monitor-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("monitor");
  return { title: t("title") };
}

export default function Page() {
  return <MonitorView />;
}
