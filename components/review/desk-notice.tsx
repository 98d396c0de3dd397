"use client";

import { CheckCheck, Lock } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { DeskProblem } from "@/lib/client/review/review-desk";

interface NothingLeftProps {
  readonly isFiltered: boolean;
  readonly skipped: number;
  readonly privatePhotos: number;
  readonly onClearFilter: () => void;
  readonly onSkipped: () => void;
}

/** The queue is empty: what to do next depends on why. */
export function NothingLeft(props: NothingLeftProps) {
  const t = useTranslations("review");
  const { isFiltered, skipped, privatePhotos } = props;
  if (skipped > 0) {
    return (
      <EmptyState
        title={t("skippedTitle", { count: skipped })}
        actions={
          <Button tone="primary" onClick={props.onSkipped}>
            {t("skippedAction")}
          </Button>
        }
      />
    );
  }
  if (isFiltered) {
    return (
      <EmptyState
        title={t("noMatchTitle")}
        actions={<Button onClick={props.onClearFilter}>{t("noMatchAction")}</Button>}
      />
    );
  }
  if (privatePhotos > 0) {
    return (
      <EmptyState
        icon={<Lock aria-hidden />}
        title={t("privateTitle")}
        body={t("privateBody", { count: privatePhotos })}
        actions={
          <Button asChild tone="primary">
            <Link href="/library">{t("privateAction")}</Link>
          </Button>
        }
      />
    );
  }
  return <EmptyState icon={<CheckCheck aria-hidden />} title={t("doneTitle")} body={t("doneBody")} />;
}

interface NotOpenedProps {
  readonly problem: DeskProblem;
  readonly onAgain: () => void;
  readonly onSkip: () => void;
}

/** The photo in front could not be fetched. */
export function NotOpened({ problem, onAgain, onSkip }: NotOpenedProps) {
  const t = useTranslations("review");
  const sentence = useErrorSentence();
  return (
    <EmptyState
      title={t("notOpenedTitle")}
      body={sentence(problem)}
      actions={
        <>
          <Button onClick={onAgain}>{t("tryAgain")}</Button>
          <Button onClick={onSkip}>{t("skip")}</Button>
        </>
      }
    />
  );
}
