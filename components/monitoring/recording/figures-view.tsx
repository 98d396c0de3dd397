"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { useClassNames } from "@/lib/client/workspace/use-class-names";
import { useWorkspace } from "@/lib/client/workspace/workspace-context";
import { LEAST_SHOWN } from "@/lib/contracts/monitoring";
import type { RecordingState } from "@/lib/contracts/recording";
import { ErrorText } from "../error-text";
import { EventFigures } from "./event-figures";
import { SentList } from "./sent-list";
import { useExampleEvent } from "./use-example-event";

/** A person's own page about figures of their detections: what would be sent, their leave, and what was sent. */
export function FiguresView() {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.monitoring.recording.state.queryOptions());
  const { recorder } = useWorkspace();
  useClassNames();
  const { isAgreed, agreedAt = null } = data ?? {};
  useEffect(() => {
    // said elsewhere: this browser follows, and sends what an earlier visit left before it is asked what was sent
    if (isAgreed === undefined) return;
    void recorder
      .follow({ isAgreed, agreedAt })
      .then(() => recorder.open())
      // the server has just heard of a withdrawal, and says so now
      .then(() => (isAgreed && !recorder.isWanted() ? refetch() : undefined));
  }, [recorder, isAgreed, agreedAt, refetch]);
  if (error) return <ErrorText error={error} />;
  if (!data) return null;
  return (
    <>
      <Leave state={data} />
      <SentList state={data} />
    </>
  );
}

function Leave({ state }: { readonly state: RecordingState }) {
  const t = useTranslations("figures");
  const format = useFormatter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { recorder } = useWorkspace();
  const example = useExampleEvent();
  const [wasShown, setWasShown] = useState(false);
  const onSuccess = () => queries.invalidateQueries({ queryKey: trpc.monitoring.recording.state.queryKey() });
  const agree = useMutation(
    trpc.monitoring.recording.agree.mutationOptions({
      // this browser knows before the page says that it is on
      onSuccess: async () => {
        await recorder.agree();
        await onSuccess();
      },
    }),
  );
  const withdraw = useMutation({ mutationFn: () => recorder.withdraw(state.agreedAt), onSuccess });
  const isStopping = useSyncExternalStore(recorder.subscribe, recorder.isStopping, () => false);
  const show = async () => {
    if (await example.show()) setWasShown(true);
  };
  return (
    <Section title={t("what")}>
      <p>{t("whatBody")}</p>
      <p>{t("never")}</p>
      <p className="text-ink-soft">{t("kept", { days: state.keptDays, least: LEAST_SHOWN })}</p>
      <ErrorText error={agree.error ?? withdraw.error ?? example.error} />
      <div className="flex flex-wrap gap-3">
        <Button onClick={() => void show()} waitsFor={example.isLooking && t("looking")}>
          {t("showExample")}
        </Button>
        {state.isAgreed && !isStopping ? (
          <Button onClick={() => withdraw.mutate()} waitsFor={withdraw.isPending && t("saving")}>
            {t("withdraw")}
          </Button>
        ) : (
          <Button
            tone="primary"
            onClick={() => agree.mutate()}
            waitsFor={(!wasShown && t("lookFirst")) || (agree.isPending && t("saving"))}
          >
            {t("agree")}
          </Button>
        )}
      </div>
      <p role="status" className="font-medium">
        {isStopping
          ? t("isStopping")
          : state.isAgreed && state.agreedAt
            ? t("isOn", { when: format.dateTime(new Date(state.agreedAt), { dateStyle: "medium" }) })
            : t("isOff")}
      </p>
      {example.event ? (
        <section aria-label={t("wouldBeSent")} className="flex flex-col gap-2 rounded-card bg-sunken p-3">
          <h3 className="font-medium">{t("wouldBeSent")}</h3>
          <p className="text-ink-soft text-meta">
            {t(example.isOnServer ? "exampleOfServer" : "exampleOf", { name: example.photo })}
          </p>
          <EventFigures event={example.event} />
        </section>
      ) : null}
    </Section>
  );
}
