"use client";

import { useTranslations } from "next-intl";
import { ProgressBar } from "@/components/ui/progress-bar";
import { useDetector } from "@/lib/client/workspace/workspace-context";
import { formatMegabytes } from "./format";
import { percentOf } from "./model-badge";

/** The model on its way: MB and %, then warming up; nothing once it is ready. */
export function ModelProgress() {
  const t = useTranslations("stage");
  const backends = useTranslations("backend");
  const status = useDetector((state) => state.status);
  if (status.state === "downloading") {
    const percent = percentOf(status.receivedBytes, status.totalBytes);
    if (status.totalBytes === 0) return <Unmeasured text={t("downloading")} />;
    return (
      <div className="w-64">
        <ProgressBar label={t("downloading")} value={percent / 100} />
        <p className="tabular mt-1.5 flex justify-between gap-3 whitespace-nowrap text-ink-soft text-meta">
          <span>{t("downloading")}</span>
          <span>
            {t("downloadingOf", {
              received: formatMegabytes(status.receivedBytes),
              total: formatMegabytes(status.totalBytes),
              percent,
            })}
          </span>
        </p>
      </div>
    );
  }
  if (status.state === "warming-up") {
    return <Unmeasured text={t("warmingUp", { backend: backends(status.backend) })} />;
  }
  return null;
}

function Unmeasured({ text }: { readonly text: string }) {
  return (
    <div className="w-64">
      <ProgressBar label={text} />
      <p className="mt-1.5 text-center text-ink-soft text-meta">{text}</p>
    </div>
  );
}
