"use client";

import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/switch";
import { combinationsOf, SWEEP_METHODS } from "@/lib/contracts/sweep";
import { SWEEP_VALUES } from "@/lib/contracts/sweep-problem";
import { aboutValue } from "@/lib/contracts/training-values";
import { ChoiceField, TextField } from "./field";
import {
  freshParameter,
  hasWords,
  startOf,
  type TypedParameter,
  type TypedSweep,
  toSweep,
} from "./sweep-typed";

interface SweepFieldsProps {
  readonly typed: TypedSweep;
  /** What is wrong with it as a whole. */
  readonly problem: string | undefined;
  readonly onChange: (typed: TypedSweep) => void;
}

/** Which values are varied, between what, how trials are drawn, and how many. */
export function SweepFields({ typed, problem, onChange }: SweepFieldsProps) {
  const t = useTranslations("training.sweep");
  const { parameters } = typed;
  const set = (change: Partial<TypedSweep>) => onChange({ ...typed, ...change });
  const setParameter = (at: number, next: TypedParameter) =>
    set({ parameters: parameters.map((one, i) => (i === at ? next : one)) });
  const fresh = freshParameter(parameters);
  const sweep = toSweep(typed);
  const count = sweep && combinationsOf(sweep);
  return (
    <div className="flex flex-col gap-4">
      <ul className="flex flex-col gap-3" aria-label={t("parameters")}>
        {parameters.map((one, at) => (
          <li key={one.name}>
            <ParameterRow
              parameter={one}
              taken={parameters.map(({ name }) => name)}
              onChange={(next) => setParameter(at, next)}
              onRemove={() => set({ parameters: parameters.filter((other) => other !== one) })}
            />
          </li>
        ))}
      </ul>
      {fresh ? (
        <Button className="self-start" onClick={() => set({ parameters: [...parameters, fresh] })}>
          <Plus aria-hidden />
          {t("add")}
        </Button>
      ) : null}
      <div className="grid gap-4 sm:grid-cols-3">
        <ChoiceField
          label={t("method")}
          hint={t(`methodHint.${typed.method}`)}
          value={typed.method}
          choices={SWEEP_METHODS.map((method) => ({ value: method, text: t(`methods.${method}`) }))}
          onChange={(method) => set({ method })}
        />
        <TextField
          label={t("runs")}
          hint={count === null ? t("runsHint") : t("combinations", { count })}
          inputMode="numeric"
          value={typed.runs}
          onChange={(runs) => set({ runs })}
        />
        <TextField
          label={t("hours")}
          hint={t("hoursHint")}
          inputMode="decimal"
          value={typed.hours}
          onChange={(hours) => set({ hours })}
        />
      </div>
      <Switch
        label={t("prune")}
        hint={t("pruneHint")}
        checked={typed.isPruned}
        onChange={(isPruned) => set({ isPruned })}
      />
      {problem ? (
        <p role="status" className="text-tomato-ink">
          {problem}
        </p>
      ) : null}
    </div>
  );
}

interface ParameterRowProps {
  readonly parameter: TypedParameter;
  readonly taken: readonly string[];
  readonly onChange: (next: TypedParameter) => void;
  readonly onRemove: () => void;
}

function ParameterRow({ parameter, taken, onChange, onRemove }: ParameterRowProps) {
  const t = useTranslations("training.sweep");
  const { name, way } = parameter;
  const { title, description } = aboutValue(name);
  const set = (change: Partial<TypedParameter>) => onChange({ ...parameter, ...change });
  return (
    <fieldset className="grid gap-3 rounded-card border p-3 sm:grid-cols-2">
      <legend className="sr-only">{title}</legend>
      <ChoiceField
        label={t("value")}
        hint={description}
        value={name}
        choices={SWEEP_VALUES.filter((one) => one === name || !taken.includes(one)).map((one) => ({
          value: one,
          text: aboutValue(one).title,
        }))}
        onChange={(next) => onChange(startOf(next))}
      />
      {hasWords(name) ? null : (
        <ChoiceField
          label={t("way")}
          value={way}
          choices={(["range", "log", "list"] as const).map((one) => ({ value: one, text: t(`ways.${one}`) }))}
          onChange={(next) => set({ way: next })}
        />
      )}
      {way === "list" ? (
        <TextField
          label={t("list")}
          hint={t("listHint")}
          value={parameter.list}
          onChange={(list) => set({ list })}
        />
      ) : (
        <div className="flex gap-3 sm:col-span-2">
          <TextField
            label={t("from")}
            inputMode="decimal"
            value={parameter.from}
            onChange={(from) => set({ from })}
          />
          <TextField
            label={t("to")}
            inputMode="decimal"
            value={parameter.to}
            onChange={(to) => set({ to })}
          />
          {way === "range" ? (
            <TextField
              label={t("step")}
              inputMode="decimal"
              placeholder={t("noStep")}
              value={parameter.step}
              onChange={(step) => set({ step })}
            />
          ) : null}
        </div>
      )}
      <Button tone="quiet" className="self-end justify-self-start" onClick={onRemove}>
        <X aria-hidden />
        {t("remove", { name: title })}
      </Button>
    </fieldset>
  );
}
