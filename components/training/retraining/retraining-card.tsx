"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import type { Retraining, RetrainingDecision } from "@/lib/contracts/retraining";
import { decisionSentence } from "@/lib/contracts/retraining-sentences";
import type { TrainingEnvironment } from "@/lib/contracts/training";
import { formatMoment } from "../run-card";
import { RetrainingForm } from "./retraining-form";

/** Whether the model is trained again by itself, what that waits for, and what became of the last times. */
export function RetrainingCard({ environment }: { readonly environment: TrainingEnvironment }) {
  const t = useTranslations("training.retraining");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.retraining.get.queryOptions());
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !isOpen) button.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  if (!data) return null;
  const [newest, ...earlier] = data.decisions;
  return (
    <Section title={t("title")}>
      {environment.python ? null : <p className="max-w-[70ch]">{t("noEnvironment")}</p>}
      {isOpen ? (
        <RetrainingForm settings={data.settings} environment={environment} onClose={() => setIsOpen(false)} />
      ) : (
        <div className="flex flex-wrap items-start gap-3">
          <Waiting retraining={data} />
          <Button ref={button} className="ml-auto" onClick={() => setIsOpen(true)}>
            {data.settings.isOn ? t("change") : t("setUp")}
          </Button>
        </div>
      )}
      {newest ? <Decision decision={newest} /> : null}
      {earlier.length > 0 ? (
        <details>
          <summary className="cursor-pointer text-ink-soft">
            {t("earlier", { count: earlier.length })}
          </summary>
          <ul className="mt-2 flex flex-col gap-2">
            {earlier.map((decision) => (
              <li key={decision.id}>
                <Decision decision={decision} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </Section>
  );
}

/** What the next run by itself waits for. */
function Waiting({ retraining }: { readonly retraining: Retraining }) {
  const t = useTranslations("training.retraining");
  const { settings, nextAt, fresh, drift } = retraining;
  const { isOn, afterCorrections, onDrift } = settings;
  if (!isOn) return <p className="max-w-[70ch] text-ink-soft">{t("off")}</p>;
  const lines = [
    afterCorrections === null
      ? null
      : t("waitsCorrections", { count: fresh.corrections, needed: afterCorrections }),
    nextAt === null ? null : t("waitsClock", { at: formatMoment(nextAt) }),
    onDrift ? t("waitsDrift") : null,
    drift && t("drift", { rule: drift.rule, text: drift.text, at: formatMoment(drift.at) }),
  ].filter((line) => line !== null);
  return (
    <ul className="flex max-w-[70ch] flex-col gap-1">
      {lines.length === 0 ? <li>{t("waitsNothing")}</li> : lines.map((line) => <li key={line}>{line}</li>)}
    </ul>
  );
}

function Decision({ decision }: { readonly decision: RetrainingDecision }) {
  const t = useTranslations("training.retraining");
  return (
    <p className="max-w-[80ch] text-ink-soft">
      <time dateTime={decision.at} className="tabular">
        {formatMoment(decision.at)}
      </time>
      {" · "}
      {decisionSentence(decision)}{" "}
      {decision.runId ? (
        <Link
          href={`/studio/training/${decision.runId}`}
          className="font-medium text-leaf-strong underline-offset-4 hover:underline"
        >
          {t("run")}
        </Link>
      ) : null}
    </p>
  );
}
