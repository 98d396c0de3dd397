"use client";

import { useQuery } from "@tanstack/react-query";
import { BellRing } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { type SaveAlert, USUAL_RULES } from "@/lib/contracts/alerts";
import { ErrorText } from "../error-text";
import { AlertCard } from "./alert-card";
import { AlertForm } from "./alert-form";
import { RaisedAlerts } from "./raised-alerts";

/** The team's rules, and what they told. */
export function AlertsView() {
  const t = useTranslations("alerts");
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.monitoring.alerts.list.queryOptions());
  const [draft, setDraft] = useState<SaveAlert | null>(null);
  const add = () =>
    setDraft({
      id: crypto.randomUUID(),
      name: t("kind.drift"),
      rule: USUAL_RULES.drift,
      channels: [],
      isOn: true,
    });
  if (error) return <ErrorText error={error} />;
  if (!data) return <p role="status">{t("loading")}</p>;
  const isNew = draft !== null && data.every(({ id }) => id !== draft.id);
  const addButton = (
    <Button tone="primary" className="self-start" onClick={add}>
      {t("add")}
    </Button>
  );
  return (
    <>
      <RaisedAlerts />
      {data.length === 0 && !isNew ? (
        <EmptyState
          icon={<BellRing aria-hidden />}
          title={t("emptyTitle")}
          body={t("emptyBody")}
          actions={addButton}
        />
      ) : (
        <Section title={t("rules")} hint={t("rulesHint")}>
          <ul className="flex flex-col divide-y">
            {data.map((alert) => (
              <li key={alert.id} className="py-3">
                {draft?.id === alert.id ? (
                  <AlertForm draft={draft} onChange={setDraft} onEnd={() => setDraft(null)} />
                ) : (
                  <AlertCard
                    alert={alert}
                    onEdit={() => {
                      const { state: _, silentUntil: __, ...rest } = alert;
                      setDraft(rest);
                    }}
                  />
                )}
              </li>
            ))}
            {isNew ? (
              <li className="py-3">
                <AlertForm draft={draft} onChange={setDraft} onEnd={() => setDraft(null)} />
              </li>
            ) : null}
          </ul>
          {draft ? null : addButton}
        </Section>
      )}
      <Messages />
    </>
  );
}

function Messages() {
  const t = useTranslations("alerts");
  const format = useFormatter();
  const { data } = useQuery(useTRPC().monitoring.alerts.messages.queryOptions());
  if (!data || data.length === 0) return null;
  return (
    <Section title={t("told")}>
      <ul className="flex flex-col divide-y">
        {data.map((message) => (
          <li key={message.id}>
            <details>
              <summary className="flex min-h-11 cursor-pointer flex-wrap items-center gap-2">
                <span className="tabular text-ink-soft text-meta">
                  {format.dateTime(new Date(message.at), { dateStyle: "medium", timeStyle: "short" })}
                </span>
                <span className="font-medium">{message.title}</span>
                <span className="text-ink-soft text-meta">{message.channel}</span>
                {message.sentAt ? null : <Badge tone="unsure">{t("notSent")}</Badge>}
              </summary>
              <p className="whitespace-pre-line pb-3">{message.text}</p>
              {message.error ? <p className="pb-3 text-tomato-ink">{message.error}</p> : null}
            </details>
          </li>
        ))}
      </ul>
    </Section>
  );
}
