"use client";

import { useMutation } from "@tanstack/react-query";
import { Images } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { ProgressBar } from "@/components/ui/progress-bar";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { type StartTraining, trainingFileUrl } from "@/lib/contracts/training";

/** Photos of the version as the first config augments them, made on request. */
export function ContactSheet({ version, configs }: Pick<StartTraining, "version" | "configs">) {
  const t = useTranslations("training.sheet");
  const waits = useTranslations("waits");
  const trpc = useTRPC();
  const sentence = useErrorSentence();
  const sheet = useMutation(trpc.training.contactSheet.mutationOptions());
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h3 className="font-medium">{t("title")}</h3>
      {sheet.data ? (
        // biome-ignore lint/performance/noImgElement: made by the server at the size it is shown
        <img
          src={trainingFileUrl("sheets", sheet.data.file)}
          alt={t("alt")}
          className="w-full rounded-card border bg-sunken"
        />
      ) : (
        <div className="flex aspect-[4/3] items-center justify-center rounded-card bg-sunken text-ink-soft">
          <Images aria-hidden className="size-7" />
        </div>
      )}
      {sheet.isPending ? <ProgressBar label={t("busy")} /> : null}
      {sheet.error ? (
        <p role="alert" className="text-tomato-ink">
          {sentence(toApiError(sheet.error))}
        </p>
      ) : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          size="small"
          waitsFor={configs.length === 0 ? waits("config") : sheet.isPending && waits("busy")}
          onClick={() => sheet.mutate({ version, configs })}
        >
          {sheet.isPending ? t("busy") : t("show")}
        </Button>
        <p className="min-w-0 flex-1 text-ink-soft text-meta">{t("hint")}</p>
      </div>
    </section>
  );
}
