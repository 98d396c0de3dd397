"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Switch } from "@/components/ui/switch";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { sweepSchema } from "@/lib/contracts/sweep";
import { measuringProblem, sweepProblem } from "@/lib/contracts/sweep-problem";
import {
  NO_TRACKER,
  type StartTraining,
  startTrainingSchema,
  TRAINING_PRESETS,
  type TrainableVersion,
  type TrainingEnvironment,
} from "@/lib/contracts/training";
import { photosPerEpochOf, type TrainingValueName } from "@/lib/contracts/training-values";
import { ConfigChoice } from "./config-choice";
import { ContactSheet } from "./contact-sheet";
import { DeviceField, TrackerField } from "./environment-fields";
import { EstimateLine } from "./estimate-line";
import { ChoiceField, TextField } from "./field";
import { FormEnd } from "./form-end";
import { SweepFields } from "./sweep-fields";
import { FIRST_SWEEP, type TypedSweep, toSweep } from "./sweep-typed";
import { givenValues, ValueFields } from "./value-fields";

interface StartFormProps {
  /** Newest first, at least one. */
  readonly versions: readonly TrainableVersion[];
  readonly environment: TrainingEnvironment;
  readonly onClose: () => void;
}

interface Asked {
  readonly version: number;
  readonly names: readonly string[];
  readonly epochs: string;
  /** Null while it follows from the version. */
  readonly photosPerEpoch: string | null;
  readonly device: string;
  readonly tracker: NonNullable<StartTraining["tracker"]>;
  readonly note: string;
  readonly promote: boolean;
  readonly deployTo: string;
  /** As typed; nothing is said of those that are empty. */
  readonly values: Readonly<Partial<Record<TrainingValueName, string>>>;
  readonly isSweep: boolean;
  readonly sweep: TypedSweep;
}

function toRequest(asked: Asked, trainPhotos: number): StartTraining {
  const { version, names, epochs, device, tracker, note, promote, deployTo } = asked;
  const given = givenValues(asked.values);
  const photosPerEpoch = Number(asked.photosPerEpoch ?? photosPerEpochOf(trainPhotos));
  return {
    version,
    configs: TRAINING_PRESETS.filter(({ name }) => names.includes(name)).map(({ name, values }) => {
      return { name, values: { ...values, photosPerEpoch, ...given } };
    }),
    epochs: Number(epochs),
    device,
    tracker,
    note,
    promote,
    deployTo: deployTo.trim() === "" ? null : deployTo.trim(),
    sweep: asked.isSweep ? toSweep(asked.sweep) : null,
  };
}

/**
 * What is to be trained on what, and for how long; a contact sheet shows what that does to the photos. Its state is kept
 * by hand: with react-hook-form and its Zod resolver it was 13 lines shorter, three packages heavier, and no clearer.
 */
export function StartForm({ versions, environment, onClose }: StartFormProps) {
  const t = useTranslations("training.form");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const sentence = useErrorSentence();
  const [asked, setAsked] = useState<Asked>({
    version: versions[0]?.number ?? 1,
    names: ["balanced"],
    epochs: "10",
    photosPerEpoch: null,
    device: environment.devices.at(-1)?.id ?? "cpu",
    tracker: NO_TRACKER,
    note: "",
    promote: false,
    deployTo: "",
    values: {},
    isSweep: false,
    sweep: FIRST_SWEEP,
  });
  const set = (change: Partial<Asked>) => setAsked((old) => ({ ...old, ...change }));
  const start = useMutation(
    trpc.training.start.mutationOptions({
      onSuccess: (run) => {
        void queries.invalidateQueries(trpc.training.list.queryFilter());
        router.push(`/studio/training/${run.id}`);
      },
    }),
  );
  const sweepSentence = ({ sweep, configs }: StartTraining, validationPhotos: number): string | undefined => {
    if (!sweep) return t("sweepIncomplete");
    const count = configs.length;
    if (count !== 1) return sentence({ code: "sweep/one-config", facts: { count } });
    const wrongPart = sweepProblem(sweepSchema.parse(sweep)) ?? measuringProblem(validationPhotos);
    return wrongPart ? sentence(wrongPart) : undefined;
  };
  const version = versions.find(({ number }) => number === asked.version);
  const train = version?.photos.train ?? 0;
  const photosPerEpoch = asked.photosPerEpoch ?? String(photosPerEpochOf(train));
  const times = Math.max(1, Math.round(Number(photosPerEpoch) / Math.max(1, train)) || 1);
  const request = toRequest(asked, train);
  const parsed = startTrainingSchema.safeParse(request);
  const wrong = new Set(parsed.error?.issues.flatMap(({ path }) => [path[0], path.at(-1)]));
  const problem = asked.isSweep ? sweepSentence(request, version?.photos.val ?? 0) : undefined;
  const isReady = parsed.success && problem === undefined;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) start.mutate(request);
  };
  return (
    <form
      onSubmit={onSubmit}
      aria-label={t("title")}
      className="grid gap-6 rounded-card border bg-raised p-4 lg:grid-cols-2"
    >
      <div className="flex min-w-0 flex-col gap-4">
        <h2 className="font-semibold text-lead">{t("title")}</h2>
        <ChoiceField
          label={t("version")}
          hint={version?.note || undefined}
          value={asked.version}
          choices={versions.map(({ number, photos }) => {
            return { value: number, text: t("versionOption", { number, ...photos }) };
          })}
          onChange={(number) => set({ version: number })}
        />
        <ConfigChoice names={asked.names} onChange={(names) => set({ names })} />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={t("epochs")}
            hint={t("epochsHint")}
            problem={wrong.has("epochs") ? t("badEpochs") : undefined}
            inputMode="numeric"
            value={asked.epochs}
            onChange={(epochs) => set({ epochs })}
          />
          <TextField
            label={t("photosPerEpoch")}
            hint={t("photosPerEpochHint", { train, times })}
            problem={wrong.has("photosPerEpoch") ? t("badPhotosPerEpoch") : undefined}
            inputMode="numeric"
            value={photosPerEpoch}
            onChange={(written) => set({ photosPerEpoch: written })}
          />
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          <DeviceField
            environment={environment}
            value={asked.device}
            onChange={(device) => set({ device })}
          />
          <TextField
            label={t("note")}
            maxLength={500}
            placeholder={t("notePlaceholder")}
            value={asked.note}
            onChange={(note) => set({ note })}
          />
        </div>
        <details>
          <summary className="cursor-pointer text-ink-soft">{t("values")}</summary>
          <ValueFields
            trainers={environment.trainers}
            values={asked.values}
            wrong={wrong}
            onChange={(change) => set({ values: { ...asked.values, ...change } })}
          />
        </details>
        <Switch
          label={t("sweep")}
          hint={t("sweepHint")}
          checked={asked.isSweep}
          onChange={(isSweep) => set({ isSweep })}
        />
        {asked.isSweep ? (
          <SweepFields typed={asked.sweep} problem={problem} onChange={(sweep) => set({ sweep })} />
        ) : null}
        <details>
          <summary className="cursor-pointer text-ink-soft">{t("more")}</summary>
          <div className="mt-3 flex flex-col gap-4">
            <Switch
              label={t("promote")}
              hint={t("promoteHint")}
              checked={asked.promote}
              onChange={(promote) => set({ promote })}
            />
            <TrackerField
              environment={environment}
              value={asked.tracker}
              onChange={(tracker) => set({ tracker })}
            />
            <TextField
              label={t("deploy")}
              hint={t("deployHint")}
              problem={wrong.has("deployTo") ? t("badDeploy") : undefined}
              value={asked.deployTo}
              onChange={(deployTo) => set({ deployTo })}
            />
          </div>
        </details>
        <EstimateLine request={isReady ? request : null} />
        <FormEnd
          sending={start}
          isReady={isReady}
          verb={start.isPending ? t("starting") : t("start")}
          onClose={onClose}
        />
      </div>
      <ContactSheet version={asked.version} configs={request.configs} />
    </form>
  );
}
