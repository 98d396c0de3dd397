"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { PlaceLine } from "@/components/ui/place-line";
import { STUDIO_PLACES } from "./studio-places";

/** The Studio's own places, one line under the top bar. */
export function StudioNav() {
  const t = useTranslations("studio");
  const path = usePathname();
  const places = STUDIO_PLACES.map(({ id, href }) => ({
    href,
    text: t(id),
    isHere: path === href || path.startsWith(`${href}/`),
  }));
  return <PlaceLine label={t("places")} places={places} isUnderlined />;
}
