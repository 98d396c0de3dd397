"use client";

import { useTranslations } from "next-intl";

/** Writes a length of time: "45 min", "1 h 20 min", "12 h". */
export function useMinutes(): (minutes: number) => string {
  const t = useTranslations("recipes");
  return (total) => {
    const hours = Math.floor(total / 60);
    const minutes = total % 60;
    if (hours === 0) return t("minutes", { minutes });
    return minutes === 0 ? t("hours", { hours }) : t("hoursMinutes", { hours, minutes });
  };
}
