"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { useWorkspace } from "@/lib/client/workspace/workspace-context";
import type { RecordingState } from "@/lib/contracts/recording";
import { ErrorText } from "../error-text";
import { EventFigures } from "./event-figures";

/** All that a person sent, newest first, and the end of it. */
export function SentList({ state }: { readonly state: RecordingState }) {
  const t = useTranslations("figures");
  const format = useFormatter();
  const trpc = useTRPC();
  const { data, error, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery(
    trpc.monitoring.recording.sent.infiniteQueryOptions(
      {},
      { getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined, initialCursor: null },
    ),
  );
  const sent = data?.pages.flatMap(({ events }) => events) ?? [];
  return (
    <Section title={t("sent")} hint={t("sentHint")}>
      <ErrorText error={error} />
      <p>{t("sentCount", { count: state.sent })}</p>
      <ul className="flex flex-col divide-y">
        {sent.map(({ event, changes }) => (
          <li key={event.id}>
            <details>
              <summary className="flex min-h-11 cursor-pointer items-center">
                {format.dateTime(new Date(event.at), { dateStyle: "medium", timeStyle: "medium" })} ·{" "}
                {t("boxes", { count: event.boxes.count })}
              </summary>
              <div className="pb-3">
                <EventFigures event={event} changes={changes} />
              </div>
            </details>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3">
        {hasNextPage ? (
          <Button onClick={() => void fetchNextPage()} waitsFor={isFetching && t("looking")}>
            {t("more")}
          </Button>
        ) : null}
        {state.sent > 0 ? <Erase count={state.sent} /> : null}
      </div>
    </Section>
  );
}

function Erase({ count }: { readonly count: number }) {
  const t = useTranslations("figures");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { recorder } = useWorkspace();
  const [isOpen, setIsOpen] = useState(false);
  const erase = useMutation(
    trpc.monitoring.recording.erase.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: trpc.monitoring.recording.pathKey() });
        setIsOpen(false);
      },
    }),
  );
  return (
    <>
      <Button tone="danger" onClick={() => setIsOpen(true)}>
        {t("erase")}
      </Button>
      <Dialog open={isOpen} onOpenChange={setIsOpen} title={t("erase")} closeLabel={t("cancel")}>
        <div className="mt-3 flex flex-col gap-3">
          <p>{t("eraseBody", { count })}</p>
          <ErrorText error={erase.error} />
          <Button
            tone="danger"
            className="self-start"
            waitsFor={erase.isPending && t("saving")}
            onClick={async () => {
              // what is on its way arrives first, and is erased with the rest
              await recorder.flush();
              erase.mutate();
            }}
          >
            {t("eraseNow")}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
