"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { JobCard } from "@/components/jobs/job-card";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC, useTRPCClient } from "@/lib/client/api/trpc";
import { useJob } from "@/lib/client/jobs/use-job";
import { modelHref } from "@/lib/client/models/model-href";
import { sentenceOf } from "@/lib/contracts/error-sentences";
import {
  type Head,
  type InspectedModel,
  type UploadResult,
  uploadResultSchema,
} from "@/lib/contracts/model-upload";
import { type ClassNameChoice, ClassNames } from "./class-names-table";
import { TriedPhotos } from "./tried-photos";

interface AddModelFormProps {
  readonly inspected: InspectedModel;
  readonly fileName: string;
}

const slug = (name: string) =>
  name
    .replace(/\.onnx$/i, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "") || "my-model";

function firstChoices({ heads, names, matches }: InspectedModel): readonly ClassNameChoice[] {
  const count = heads[0]?.classes ?? 0;
  return Array.from({ length: count }, (_, i) => ({
    name: names[i] ?? "",
    classId: matches[i] ?? null,
    kind: "ingredient" as const,
  }));
}

const field = "h-9 w-full rounded-card border border-line-strong bg-paper px-3 pointer-coarse:h-11";

/** What the file is, what is to be said about it, and the work of adding it. */
export function AddModelForm({ inspected, fileName }: AddModelFormProps) {
  const t = useTranslations("models");
  const waits = useTranslations("waits");
  const client = useTRPCClient();
  const classes = useQuery(useTRPC().classes.list.queryOptions());
  const known = (classes.data ?? []).filter(({ mergedInto }) => mergedInto === null);
  const [head, setHead] = useState<Head>(inspected.heads[0]?.head ?? "anchors-last");
  const [name, setName] = useState(slug(fileName));
  const [licence, setLicence] = useState("");
  const [choices, setChoices] = useState(() => firstChoices(inspected));
  const adding = useMutation({
    mutationFn: () =>
      client.models.addUploaded.mutate({
        uploadId: inspected.uploadId,
        head,
        name,
        licence,
        architecture: t(`headName.${head}`),
        classes: choices.map((choice) => ({ ...choice })),
      }),
  });
  const job = useJob(adding.data?.id);
  const result = uploadResultSchema.safeParse(job?.result);
  const pickHead = (next: Head) => {
    const classes = inspected.heads.find((one) => one.head === next)?.classes ?? choices.length;
    setHead(next);
    setChoices((old) =>
      Array.from({ length: classes }, (_, i) => old[i] ?? { name: "", classId: null, kind: "ingredient" }),
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.mutate();
  };
  return (
    <>
      <Section
        title={t("whatItIs")}
        hint={t("fileFacts", {
          size: (inspected.bytes / 1e6).toFixed(1),
          px: inspected.inputSize,
          shape: inspected.shape,
        })}
      >
        <form onSubmit={submit} className="flex flex-col gap-4">
          <fieldset className="flex flex-col gap-1">
            <legend className="font-medium">{t(inspected.heads.length > 1 ? "askHead" : "head")}</legend>
            {inspected.heads.map((one) => (
              <label key={one.head} className="flex items-center gap-2">
                <input
                  type="radio"
                  name="head"
                  checked={head === one.head}
                  onChange={() => pickHead(one.head)}
                  className="accent-leaf"
                />
                {t(`headName.${one.head}`)}, {t("classCount", { count: one.classes })}
              </label>
            ))}
          </fieldset>
          <div className="grid gap-4 sm:grid-cols-2">
            <label className="flex flex-col gap-1">
              <span className="font-medium">{t("modelName")}</span>
              <input
                className={field}
                value={name}
                onChange={(event) => setName(event.target.value)}
                pattern="[a-z0-9\-]+"
                title={t("modelNameHint")}
                maxLength={60}
                required
              />
            </label>
            <label className="flex flex-col gap-1">
              <span className="font-medium">{t("fact.licence")}</span>
              <input
                className={field}
                value={licence}
                onChange={(event) => setLicence(event.target.value)}
                placeholder="AGPL-3.0-only"
                maxLength={100}
                required
              />
            </label>
          </div>
          <ClassNames choices={choices} known={known} onChange={setChoices} />
          {adding.isError ? (
            <p role="alert" className="text-tomato-ink">
              {sentenceOf(toApiError(adding.error))}
            </p>
          ) : null}
          <Button
            tone="primary"
            type="submit"
            className="self-start"
            waitsFor={adding.isSuccess ? waits("added") : adding.isPending && waits("busy")}
          >
            {t("addIt")}
          </Button>
        </form>
      </Section>
      {job ? (
        <JobCard job={job} title={t("adding", { name })}>
          {result.success ? <Added result={result.data} /> : null}
        </JobCard>
      ) : null}
    </>
  );
}

function Added({ result }: { readonly result: UploadResult }) {
  const t = useTranslations("models");
  return (
    <div className="flex flex-col gap-3">
      <p>
        <Link href={modelHref(result.modelId)} className="font-medium underline underline-offset-4">
          {result.modelId}
        </Link>{" "}
        {t("addedParity", {
          box: result.parity.boxPx.toExponential(1),
          score: result.parity.score.toExponential(1),
        })}
      </p>
      <TriedPhotos modelId={result.modelId} tried={result.tried} />
    </div>
  );
}
