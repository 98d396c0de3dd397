"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { useTRPC } from "@/lib/client/api/trpc";
import { AUDIT_ACTIONS, AUDIT_KINDS, type AuditAction, type AuditEntry } from "@/lib/contracts/audit";
import { browserName } from "./browser-name";
import { ErrorLine } from "./error-line";

type Kind = (typeof AUDIT_KINDS)[number];
const kindOf = (text: string): Kind | null => AUDIT_KINDS.find((one) => one === text) ?? null;
const isKnown = (action: string): action is AuditAction => AUDIT_ACTIONS.some((one) => one === action);

/** What it was done to, as it was written: names and numbers that say more than ids do, first. */
function factsOf({ facts }: AuditEntry): string {
  return Object.entries(facts)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => `${name}: ${name === "browser" ? browserName(String(value)) : String(value)}`)
    .join(" · ");
}

/** Who did what, when and from where: newest first, a page at a time, of one kind or all. */
export function AuditView() {
  const t = useTranslations("people");
  const format = useFormatter();
  const trpc = useTRPC();
  const [kind, setKind] = useState<Kind | null>(null);
  const { data, error, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(
      { kind },
      { getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined },
    ),
  );
  const entries = data?.pages.flatMap(({ items }) => items);
  return (
    <Section title={t("log")} isTitleHidden>
      <p className="text-ink-soft text-meta">{t("logHint")}</p>
      <label className="flex flex-wrap items-center gap-3 font-medium">
        {t("logKind")}
        <select
          value={kind ?? ""}
          onChange={({ target }) => setKind(kindOf(target.value))}
          className="h-9 rounded-card border border-line-strong bg-paper px-2 font-normal pointer-coarse:h-11"
        >
          <option value="">{t("logAll")}</option>
          {AUDIT_KINDS.map((one) => (
            <option key={one} value={one}>
              {t(`logKinds.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <ErrorLine error={error} />
      {entries?.length === 0 ? <p className="text-ink-soft">{t("logNothing")}</p> : null}
      <ul className="flex flex-col divide-y">
        {entries?.map((entry) => (
          <li key={entry.id} className="flex flex-col gap-0.5 py-2">
            <p className="font-medium">
              {entry.isDeleted ? t("logDeleted") : entry.userName || t("logNobody")}:{" "}
              {isKnown(entry.action) ? t(`logActions.${entry.action}`) : entry.action}
            </p>
            <p className="tabular text-ink-soft text-meta">
              <time dateTime={entry.at}>
                {format.dateTime(new Date(entry.at), { dateStyle: "medium", timeStyle: "medium" })}
              </time>
              {entry.address ? ` · ${entry.address}` : ""}
            </p>
            {factsOf(entry) ? <p className="break-words text-ink-soft text-meta">{factsOf(entry)}</p> : null}
          </li>
        ))}
      </ul>
      {hasNextPage ? (
        <Button className="self-start" waitsFor={isFetching && t("busy")} onClick={() => fetchNextPage()}>
          {t("logMore")}
        </Button>
      ) : null}
    </Section>
  );
}
