"use client";

import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { fetchApi, toApiError } from "@/lib/client/api/api-error";
import { sentenceOf } from "@/lib/contracts/error-sentences";
import { type InspectedModel, inspectedModelSchema, MAX_MODEL_BYTES } from "@/lib/contracts/model-upload";
import { AppError } from "@/lib/core/errors";
import { AddModelForm } from "./add-model-form";

async function upload(file: File): Promise<InspectedModel> {
  if (file.size > MAX_MODEL_BYTES) throw tooLarge();
  const response = await fetchApi("/api/v1/models/upload", {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: file,
  });
  return inspectedModelSchema.parse(await response.json());
}

/** Checked before hundreds of megabytes are sent for nothing; the server has the same limit. */
const tooLarge = () =>
  new AppError("model/not-fitting", {
    facts: {
      reason: `it is larger than ${MAX_MODEL_BYTES / 2 ** 20} MB`,
      advice: "bring a smaller network, a nano or small one say",
    },
  });

/** Adds an ONNX YOLO: choose the file, see what it is, name its classes, add it. */
export function AddModel() {
  const t = useTranslations("models");
  const id = useId();
  const [name, setName] = useState("");
  const inspection = useMutation({ mutationFn: upload });
  const choose = (file: File | undefined) => {
    if (!file) return;
    setName(file.name);
    inspection.mutate(file);
  };
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-1 flex-col gap-4 px-4 py-6 lg:py-8">
      <Link href="/studio/models" className="self-start text-ink-soft underline-offset-4 hover:underline">
        ← {t("title")}
      </Link>
      <h1 className="font-semibold text-display tracking-[-0.02em]">{t("bring")}</h1>
      <Section title={t("chooseFile")} hint={t("chooseFileHint")}>
        <label htmlFor={id} className="sr-only">
          {t("chooseFile")}
        </label>
        <input
          id={id}
          type="file"
          accept=".onnx"
          disabled={inspection.isPending}
          onChange={(event) => choose(event.target.files?.[0])}
          className="file:mr-3 file:h-9 file:rounded-card file:border file:border-line-strong file:bg-raised file:px-3.5 file:font-medium"
        />
        {inspection.isPending ? <p role="status">{t("inspecting", { name })}</p> : null}
        {inspection.isError ? (
          <p role="alert" className="text-tomato-ink">
            {sentenceOf(toApiError(inspection.error))}
          </p>
        ) : null}
      </Section>
      {inspection.data ? (
        <AddModelForm key={inspection.data.uploadId} inspected={inspection.data} fileName={name} />
      ) : (
        <p className="text-ink-soft">
          {t("bringHint")}{" "}
          <Button asChild tone="quiet" size="small">
            <Link href="/studio/training">{t("orTrain")}</Link>
          </Button>
        </p>
      )}
    </div>
  );
}
