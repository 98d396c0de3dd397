"use client";

import { useTranslations } from "next-intl";
import { Section } from "@/components/ui/section";
import { type TrainingRun, trainingFileUrl } from "@/lib/contracts/training";

/** The run's contact sheet, once the photos are prepared. */
export function RunSheet({ run }: { readonly run: TrainingRun }) {
  const t = useTranslations("training.sheet");
  const isPrepared = run.steps.some(({ step, state }) => step === "prepare" && state === "done");
  if (!isPrepared) return null;
  return (
    <Section title={t("title")}>
      {/* biome-ignore lint/performance/noImgElement: made by the run at the size it is shown */}
      <img
        src={trainingFileUrl("runs", run.id, "contact-sheet.jpg")}
        alt={t("alt")}
        loading="lazy"
        className="w-full max-w-3xl rounded-card border bg-sunken"
      />
    </Section>
  );
}
