"use client";

import { useTranslations } from "next-intl";
import type { Accuracy, Likely } from "@/lib/contracts/monitor-page";
import { useLikelyText } from "./use-likely-text";

/** How many boxes are right: told from scores before anybody has looked, beside what people said since. */
export function AccuracyLines({ accuracy: { estimated, judged } }: { readonly accuracy: Accuracy }) {
  const t = useTranslations("monitor.accuracy");
  const likely = useLikelyText();
  const words = (one: Likely) => ({ share: likely.share(one), photos: one.photos });
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
