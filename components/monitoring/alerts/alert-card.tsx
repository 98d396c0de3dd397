"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useTRPC } from "@/lib/client/api/trpc";
import type { ShownAlert } from "@/lib/contracts/alerts";
import { ErrorText } from "../error-text";

const SILENT_HOURS = 24;

interface AlertCardProps {
  readonly alert: ShownAlert;
  readonly onEdit: () => void;
}

/** One rule: what it watches, how it stands, and what can be done with it. */
export function AlertCard({ alert, onEdit }: AlertCardProps) {
  const t = useTranslations("alerts");
  const format = useFormatter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: trpc.monitoring.alerts.pathKey() });
  const test = useMutation(trpc.monitoring.alerts.test.mutationOptions({ onSuccess }));
  const silence = useMutation(trpc.monitoring.alerts.silence.mutationOptions({ onSuccess }));
  const remove = useMutation(trpc.monitoring.alerts.remove.mutationOptions({ onSuccess }));
  const { id, name, rule, channels, isOn, state, silentUntil } = alert;
  const isSilent = silentUntil !== null && new Date(silentUntil) > new Date();
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{name}</span>
        {isOn ? (
          <Badge tone={state.is === "raised" ? "unsure" : "plain"}>{t(`stateIs.${state.is}`)}</Badge>
        ) : (
          <Badge>{t("off")}</Badge>
        )}
        {isSilent && silentUntil ? (
          <Badge>
            {t("silentUntil", {
              when: format.dateTime(new Date(silentUntil), { dateStyle: "medium", timeStyle: "short" }),
            })}
          </Badge>
        ) : null}
      </p>
      <p className="text-ink-soft text-meta">
        {t("ruleIs", {
          kind: t(`kind.${rule.reads.kind}`),
          raiseAt: rule.raiseAt,
          clearAt: rule.clearAt,
          raiseAfter: rule.raiseAfter,
          clearAfter: rule.clearAfter,
        })}
      </p>
      <p className="break-all text-ink-soft text-meta">
        {channels.length === 0
          ? t("noWay")
          : channels.map((one) => (one.kind === "email" ? one.to : `${one.kind} ${one.url}`)).join(" · ")}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          className="pointer-coarse:h-11"
          onClick={() => test.mutate({ id })}
          waitsFor={(channels.length === 0 && t("noWay")) || (test.isPending && t("sending"))}
        >
          {t("test")}
        </Button>
        <Button
          size="small"
          className="pointer-coarse:h-11"
          onClick={() => silence.mutate({ id, hours: isSilent ? null : SILENT_HOURS })}
          waitsFor={silence.isPending && t("loading")}
        >
          {isSilent ? t("speak") : t("silence")}
        </Button>
        <Button size="small" className="pointer-coarse:h-11" onClick={onEdit}>
          {t("edit")}
        </Button>
        <Button
          size="small"
          className="pointer-coarse:h-11"
          onClick={() => remove.mutate({ id })}
          waitsFor={remove.isPending && t("loading")}
        >
          {t("remove")}
        </Button>
      </div>
      <ErrorText error={test.error ?? silence.error ?? remove.error} />
      {test.data ? (
        <ul role="status" className="text-meta">
          {test.data.map(({ channel, error }) => (
            <li key={channel}>{error ? t("testFailed", { channel, error }) : t("testSent", { channel })}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
