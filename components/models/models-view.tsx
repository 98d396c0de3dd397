"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { VerdictList } from "@/components/gate/verdict-list";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { toApiError } from "@/lib/client/api/api-error";
import { useTRPC } from "@/lib/client/api/trpc";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { ModelAlias, RegistryEntry } from "@/lib/contracts/model-registry";
import { ModelRow } from "./model-row";
import { type Move, MoveDialog } from "./move-dialog";
import { MoveHistory } from "./move-history";
import { ReleaseSettings } from "./release-settings";
import { RemoteServers } from "./remote-servers";

const GROUPS: readonly ModelAlias[] = ["champion", "candidate", "archived"];

/** The registry: champion, candidates, archive, what the gate said, and who moved what. */
export function ModelsView() {
  const t = useTranslations("models");
  const trpc = useTRPC();
  const sentence = useErrorSentence();
  const registry = useQuery(trpc.models.registry.queryOptions());
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-1 flex-col gap-4 px-4 py-6 lg:py-8">
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="font-semibold text-display tracking-[-0.02em]">{t("title")}</h1>
        <span className="ml-auto flex flex-wrap gap-2">
          <Button asChild>
            <Link href="/studio/models/compare">{t("compare")}</Link>
          </Button>
          <Button asChild>
            <Link href="/studio/models/add">{t("bring")}</Link>
          </Button>
        </span>
      </header>
      {registry.isError ? (
        <EmptyState
          title={t("failedTitle")}
          body={sentence(toApiError(registry.error))}
          actions={<Button onClick={() => void registry.refetch()}>{t("tryAgain")}</Button>}
        />
      ) : registry.isPending ? (
        <p role="status">{t("loading")}</p>
      ) : (
        <Registry entries={registry.data} />
      )}
    </div>
  );
}

function Registry({ entries }: { readonly entries: readonly RegistryEntry[] }) {
  const t = useTranslations("models");
  const trpc = useTRPC();
  const target = useQuery(trpc.models.rollbackTarget.queryOptions());
  const [move, setMove] = useState<Move | null>(null);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="flex min-w-0 flex-col gap-4">
        {GROUPS.map((alias) => {
          const group = entries.filter((entry) => entry.alias === alias);
          if (group.length === 0 && alias !== "candidate") return null;
          return (
            <Section key={alias} title={t(`group.${alias}`)}>
              {group.length === 0 ? <p className="text-ink-soft">{t("noCandidate")}</p> : null}
              <ul className="flex flex-col divide-y divide-line">
                {group.map((entry) => (
                  <ModelRow
                    key={entry.manifest.id}
                    entry={entry}
                    rollbackTo={target.data ?? null}
                    onMove={setMove}
                  />
                ))}
              </ul>
            </Section>
          );
        })}
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Section title={t("release")}>
          <ReleaseSettings entries={entries} />
        </Section>
        <RemoteServers />
        <Section title={t("verdicts")}>
          <VerdictList />
        </Section>
        <Section title={t("history")}>
          <MoveHistory />
        </Section>
      </div>
      <MoveDialog move={move} onClose={() => setMove(null)} />
    </div>
  );
}
