"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { Likely } from "@/lib/contracts/monitor-page";

/** A share or a number with its interval, in words. */
export function useLikelyText() {
  const t = useTranslations("monitor");
  const format = useFormatter();
  const text = (likely: Likely, one: (value: number) => string) =>
    t("interval", { value: one(likely.value), low: one(likely.low), high: one(likely.high) });
  return {
    share: (likely: Likely) =>
      text(likely, (value) => format.number(value, { style: "percent", maximumFractionDigits: 0 })),
    number: (likely: Likely, options: { readonly isDifference?: boolean } = {}) =>
      text(likely, (value) =>
        format.number(value, {
          maximumFractionDigits: 2,
          signDisplay: options.isDifference ? "exceptZero" : "auto",
        }),
      ),
  };
}
