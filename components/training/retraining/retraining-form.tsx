"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Switch } from "@/components/ui/switch";
import { useTRPC } from "@/lib/client/api/trpc";
import { RETRAINING_CONFIGS, type RetrainingSettings } from "@/lib/contracts/retraining";
import type { TrainingEnvironment } from "@/lib/contracts/training";
import { DeviceField, TrackerField } from "../environment-fields";
import { ChoiceField, TextField } from "../field";
import { FormEnd } from "../form-end";
import { ValueFields } from "../value-fields";
import { TIMES, type TypedRetraining, toSettings, toTyped } from "./typed";

interface RetrainingFormProps {
  readonly settings: RetrainingSettings;
  readonly environment: TrainingEnvironment;
  readonly onClose: () => void;
}

/** When the model is trained again by itself, and how. */
export function RetrainingForm({ settings, environment, onClose }: RetrainingFormProps) {
  const t = useTranslations("training.retraining");
  const form = useTranslations("training.form");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [typed, setTyped] = useState(() => toTyped(settings));
  const set = (change: Partial<TypedRetraining>) => setTyped((old) => ({ ...old, ...change }));
  const save = useMutation(
    trpc.retraining.save.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.retraining.get.queryFilter());
        onClose();
      },
    }),
  );
  const place = useRef<HTMLFormElement>(null);
  // the button that opened it is gone
  useEffect(() => place.current?.querySelector<HTMLElement>("button")?.focus(), []);
  const { settings: ready, wrong } = toSettings(typed);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) save.mutate(ready);
  };
  return (
    <form ref={place} onSubmit={onSubmit} aria-label={t("title")} className="flex flex-col gap-4">
      <Switch
        label={t("isOn")}
        hint={t("isOnHint")}
        checked={typed.isOn}
        onChange={(isOn) => set({ isOn })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={t("afterCorrections")}
          hint={t("afterCorrectionsHint")}
          problem={wrong.has("afterCorrections") ? t("badCorrections") : undefined}
          inputMode="numeric"
          value={typed.afterCorrections}
          onChange={(afterCorrections) => set({ afterCorrections })}
        />
        <ChoiceField
          label={t("times")}
          hint={t("timesHint")}
          value={typed.times}
          choices={TIMES.map((value) => ({ value, text: t(`time.${value}`) }))}
          onChange={(times) => set({ times })}
        />
        {typed.times === "own" ? (
          <TextField
            label={t("cron")}
            hint={t("cronHint")}
            problem={wrong.has("cron") ? t("badCron") : undefined}
            maxLength={100}
            value={typed.cron}
            onChange={(cron) => set({ cron })}
          />
        ) : null}
      </div>
      <Switch
        label={t("onDrift")}
        hint={t("onDriftHint")}
        checked={typed.onDrift}
        onChange={(onDrift) => set({ onDrift })}
      />
      <div className="grid gap-4 sm:grid-cols-3">
        <ChoiceField
          label={t("config")}
          hint={form(`${typed.config}Hint`)}
          value={typed.config}
          choices={RETRAINING_CONFIGS.map((value) => ({ value, text: form(value) }))}
          onChange={(config) => set({ config })}
        />
        <TextField
          label={form("epochs")}
          problem={wrong.has("epochs") ? form("badEpochs") : undefined}
          inputMode="numeric"
          value={typed.epochs}
          onChange={(epochs) => set({ epochs })}
        />
        <DeviceField environment={environment} value={typed.device} onChange={(device) => set({ device })} />
      </div>
      <details>
        <summary className="cursor-pointer text-ink-soft">{form("values")}</summary>
        <ValueFields
          trainers={environment.trainers}
          values={typed.values}
          wrong={wrong}
          onChange={(change) => set({ values: { ...typed.values, ...change } })}
        />
        <div className="mt-4 grid gap-4 sm:grid-cols-2">
          <TrackerField
            environment={environment}
            value={typed.tracker}
            onChange={(tracker) => set({ tracker })}
          />
        </div>
      </details>
      <Switch
        label={form("promote")}
        hint={form("promoteHint")}
        checked={typed.promote}
        onChange={(promote) => set({ promote })}
      />
      <FormEnd sending={save} isReady={ready !== undefined} verb={t("save")} onClose={onClose} />
    </form>
  );
}
