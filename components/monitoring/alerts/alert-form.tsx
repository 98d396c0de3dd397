"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/switch";
import { useTRPC } from "@/lib/client/api/trpc";
import {
  ALERT_KINDS,
  type AlertChannel,
  type AlertKind,
  type AlertRule,
  type SaveAlert,
  saveAlertSchema,
  USUAL_RULES,
} from "@/lib/contracts/alerts";
import { ErrorText } from "../error-text";

const CHANNEL_KINDS = ["email", "webhook", "slack", "ntfy"] as const;
const MOST_CHANNELS = 5;
const FIELD = "h-9 min-w-0 rounded-card border border-line-strong bg-raised px-2 pointer-coarse:h-11";

interface AlertFormProps {
  readonly draft: SaveAlert;
  readonly onChange: (draft: SaveAlert) => void;
  readonly onEnd: () => void;
}

/** Makes or changes a rule. */
export function AlertForm({ draft, onChange, onEnd }: AlertFormProps) {
  const t = useTranslations("alerts");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const save = useMutation(
    trpc.monitoring.alerts.save.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: trpc.monitoring.alerts.pathKey() });
        onEnd();
      },
    }),
  );
  const { rule, channels } = draft;
  const isWhole = saveAlertSchema.safeParse(draft).success;
  const chooseKind = (kind: AlertKind) => {
    const isUsualName = ALERT_KINDS.some((one) => t(`kind.${one}`) === draft.name);
    onChange({ ...draft, rule: USUAL_RULES[kind], ...(isUsualName ? { name: t(`kind.${kind}`) } : {}) });
  };
  const number = (label: string, field: Exclude<keyof AlertRule, "reads">, step: number) => (
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          type="number"
          required
          min={field.endsWith("After") ? 1 : 0}
          step={step}
          value={Number.isNaN(rule[field]) ? "" : rule[field]}
          onChange={(event) => onChange({ ...draft, rule: { ...rule, [field]: event.target.valueAsNumber } })}
          className={`${FIELD} tabular w-28`}
        />
      )}
    </Field>
  );
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole) save.mutate(draft);
      }}
    >
      <div className="flex flex-wrap gap-3">
        <Field label={t("what")}>
          {(id) => (
            <select
              id={id}
              value={rule.reads.kind}
              onChange={(event) => chooseKind(event.target.value as AlertKind)}
              className={FIELD}
            >
              {ALERT_KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`kind.${kind}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t("name")}>
          {(id) => (
            <input
              id={id}
              required
              maxLength={80}
              value={draft.name}
              onChange={(event) => onChange({ ...draft, name: event.target.value })}
              className={FIELD}
            />
          )}
        </Field>
        <Reads draft={draft} onChange={onChange} />
      </div>
      <p className="text-ink-soft text-meta">{t(`about.${rule.reads.kind}`)}</p>
      <div className="flex flex-wrap gap-3">
        {number(t("raiseAt"), "raiseAt", 0.01)}
        {number(t("raiseAfter"), "raiseAfter", 1)}
        {number(t("clearAt"), "clearAt", 0.01)}
        {number(t("clearAfter"), "clearAfter", 1)}
      </div>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">{t("ways")}</legend>
        {channels.map((channel, at) => (
          <Channel
            // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name while they are written
            key={at}
            channel={channel}
            onChange={(next) =>
              onChange({ ...draft, channels: channels.map((one, index) => (index === at ? next : one)) })
            }
            onRemove={() => onChange({ ...draft, channels: channels.filter((_, index) => index !== at) })}
          />
        ))}
        {channels.length < MOST_CHANNELS ? (
          <Button
            className="self-start"
            onClick={() => onChange({ ...draft, channels: [...channels, { kind: "email", to: "" }] })}
          >
            {t("addWay")}
          </Button>
        ) : null}
      </fieldset>
      <Switch label={t("isOn")} checked={draft.isOn} onChange={(isOn) => onChange({ ...draft, isOn })} />
      <ErrorText error={save.error} />
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          tone="primary"
          waitsFor={(!isWhole && t("notWhole")) || (save.isPending && t("loading"))}
        >
          {t("save")}
        </Button>
        <Button onClick={onEnd}>{t("cancel")}</Button>
      </div>
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly children: (id: string) => React.ReactNode;
}

function Field({ label, children }: FieldProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-ink-soft text-meta">
        {label}
      </label>
      {children(id)}
    </div>
  );
}

/** What else a kind of rule needs to know. */
function Reads({ draft, onChange }: Pick<AlertFormProps, "draft" | "onChange">) {
  const t = useTranslations("alerts");
  const monitor = useTranslations("monitor");
  const { reads } = draft.rule;
  const set = (next: AlertRule["reads"]) => onChange({ ...draft, rule: { ...draft.rule, reads: next } });
  return (
    <>
      {"period" in reads ? (
        <Field label={monitor("period")}>
          {(id) => (
            <select
              id={id}
              value={reads.period}
              onChange={(event) => set({ ...reads, period: event.target.value === "week" ? "week" : "day" })}
              className={FIELD}
            >
              <option value="day">{monitor("periodOf.day")}</option>
              <option value="week">{monitor("periodOf.week")}</option>
            </select>
          )}
        </Field>
      ) : null}
      {"days" in reads ? (
        <Field label={t("days")}>
          {(id) => (
            <input
              id={id}
              type="number"
              required
              min={1}
              max={30}
              value={Number.isNaN(reads.days) ? "" : reads.days}
              onChange={(event) => set({ ...reads, days: event.target.valueAsNumber })}
              className={`${FIELD} tabular w-20`}
            />
          )}
        </Field>
      ) : null}
      {reads.kind === "feature" ? (
        <Field label={t("feature")}>
          {(id) => (
            <select
              id={id}
              value={reads.column}
              onChange={(event) => set({ ...reads, column: event.target.value })}
              className={FIELD}
            >
              {WATCHED.map((column) => (
                <option key={column} value={column}>
                  {monitor(`column.${column}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : null}
    </>
  );
}

const WATCHED = [
  "brightness",
  "contrast",
  "saturation",
  "sharpness",
  "boxes",
  "topScore",
  "meanScore",
  "totalMs",
  "device",
  "backend",
  "sketch",
] as const;

interface ChannelProps {
  readonly channel: AlertChannel;
  readonly onChange: (channel: AlertChannel) => void;
  readonly onRemove: () => void;
}

function Channel({ channel, onChange, onRemove }: ChannelProps) {
  const t = useTranslations("alerts");
  const text = channel.kind === "email" ? channel.to : channel.url;
  const of = (kind: AlertChannel["kind"], value: string): AlertChannel =>
    kind === "email" ? { kind, to: value } : { kind, url: value };
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field label={t("way")}>
        {(id) => (
          <select
            id={id}
            value={channel.kind}
            onChange={(event) => onChange(of(event.target.value as AlertChannel["kind"], text))}
            className={FIELD}
          >
            {CHANNEL_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`wayOf.${kind}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={channel.kind === "email" ? t("address") : t("url")}>
        {(id) => (
          <input
            id={id}
            type={channel.kind === "email" ? "email" : "url"}
            required
            maxLength={500}
            value={text}
            onChange={(event) => onChange(of(channel.kind, event.target.value))}
            className={`${FIELD} w-72 max-w-full`}
          />
        )}
      </Field>
      <Button onClick={onRemove}>{t("removeWay")}</Button>
    </div>
  );
}
