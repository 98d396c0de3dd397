"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { Accuracy, Likely } from "@/lib/contracts/monitor-page";

/** How many boxes are right: told from scores before anybody has looked, beside what people said since. */
export function AccuracyLines({ accuracy: { estimated, judged } }: { readonly accuracy: Accuracy }) {
  const t = useTranslations("monitor.accuracy");
  const format = useFormatter();
  const percent = (value: number) => format.number(value, { style: "percent", maximumFractionDigits: 0 });
  const words = ({ value, low, high, photos }: Likely) => ({
    ...{ value: percent(value), low: percent(low), high: percent(high), photos },
  });
  const areApart = estimated && judged && (estimated.high < judged.low || judged.high < estimated.low);
  return (
    <div className="flex flex-col gap-1">
      <h3 className="font-medium">{t("title")}</h3>
      <p className="tabular">{estimated ? t("estimated", words(estimated)) : t("fewEstimated")}</p>
      <p className="tabular">{judged ? t("judged", words(judged)) : t("fewJudged")}</p>
      {areApart ? <p className="rounded-card bg-tomato-wash p-3">{t("apart")}</p> : null}
    </div>
  );
}
