"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { PlaceLine } from "@/components/ui/place-line";

const PLACES = [
  { id: "figures", href: "/studio/monitor" },
  { id: "alerts", href: "/studio/monitor/alerts" },
] as const;

/** The two places of the Monitor page. */
export function MonitorPlaces() {
  const t = useTranslations("monitor");
  const path = usePathname();
  const places = PLACES.map(({ id, href }) => ({ href, text: t(`place.${id}`), isHere: path === href }));
  return <PlaceLine label={t("places")} places={places} />;
}
