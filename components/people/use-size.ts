"use client";

import { useFormatter, useTranslations } from "next-intl";

const MEGABYTE = 2 ** 20;

/** Says bytes as people do. */
export function useSize(): (bytes: number) => string {
  const t = useTranslations("people");
  const format = useFormatter();
  return (bytes) =>
    bytes < 1_000 * MEGABYTE
      ? t("megabytes", { value: format.number(Math.ceil(bytes / MEGABYTE)) })
      : t("gigabytes", { value: format.number(bytes / MEGABYTE / 1_024, { maximumFractionDigits: 1 }) });
}
