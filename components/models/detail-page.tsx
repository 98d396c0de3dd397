"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { toApiError } from "@/lib/client/api/api-error";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";

interface DetailPageProps<T> {
  readonly query: {
    readonly data: T | undefined;
    readonly error: unknown;
    refetch(): Promise<unknown>;
  };
  readonly children: (data: T) => ReactNode;
}

/** A page about one model or verdict: the way back, and the content, its loading state, or why it is missing. */
export function DetailPage<T>({ query, children }: DetailPageProps<T>) {
  const t = useTranslations("models");
  const sentence = useErrorSentence();
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-1 flex-col gap-4 px-4 py-6 lg:py-8">
      <Link href="/studio/models" className="self-start text-ink-soft underline-offset-4 hover:underline">
        ← {t("title")}
      </Link>
      {query.error ? (
        <EmptyState
          title={t("failedTitle")}
          body={sentence(toApiError(query.error))}
          actions={<Button onClick={() => void query.refetch()}>{t("tryAgain")}</Button>}
        />
      ) : query.data === undefined ? (
        <p role="status">{t("loading")}</p>
      ) : (
        children(query.data)
      )}
    </div>
  );
}
