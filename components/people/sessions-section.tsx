"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { browserName } from "./browser-name";
import { ErrorLine } from "./error-line";
import { RowList } from "./row-list";

/** Where somebody is signed in; each can be ended. */
export function SessionsSection() {
  const t = useTranslations("people");
  const format = useFormatter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { data, error } = useQuery(trpc.people.sessions.list.queryOptions());
  const onSuccess = () => queries.invalidateQueries({ queryKey: trpc.people.sessions.list.queryKey() });
  const revoke = useMutation(trpc.people.sessions.revoke.mutationOptions({ onSuccess }));
  const others = useMutation(trpc.people.sessions.revokeOthers.mutationOptions({ onSuccess }));
  return (
    <Section title={t("sessions")} hint={t("sessionsHint")}>
      <ErrorLine error={error ?? revoke.error ?? others.error} />
      <RowList>
        {data?.map(({ id, name: given, userAgent, ipAddress, createdAt, isCurrent }) => {
          const browser = browserName(userAgent) ?? t("unknownBrowser");
          const name = given ?? browser;
          return (
            <li key={id} className="flex flex-wrap items-center justify-between gap-3 py-2">
              <div>
                <p className="font-medium">{isCurrent ? t("thisBrowser", { name }) : name}</p>
                <p className="text-ink-soft text-meta">
                  {given ? `${browser} · ` : ""}
                  {t("signedInAt", {
                    when: format.dateTime(new Date(createdAt), { dateStyle: "medium", timeStyle: "short" }),
                  })}
                  {ipAddress ? ` · ${ipAddress}` : ""}
                </p>
              </div>
              {isCurrent ? null : (
                <Button aria-label={t("endNamed", { name })} onClick={() => revoke.mutate({ sessionId: id })}>
                  {t("end")}
                </Button>
              )}
            </li>
          );
        })}
      </RowList>
      {data && data.length > 1 ? (
        <Button className="self-start" tone="quiet" onClick={() => others.mutate()}>
          {t("endOthers")}
        </Button>
      ) : null}
    </Section>
  );
}
