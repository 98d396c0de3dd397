"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { NoticeCard } from "@/components/ui/notice-card";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { PhotoItem } from "@/lib/client/photos/photo-queue-store";
import {
  useDetector,
  useEditor,
  useFilter,
  useFilterView,
  useWorkspace,
} from "@/lib/client/workspace/workspace-context";
import { formatScore } from "./format";
import { ModelProgress } from "./model-progress";
import { stageNotice } from "./stage-notice";
import { useOnline } from "./use-online";

/** What the stage says beside the photo: progress, offers and failures, one at a time. */
export function StageNotices({ photo }: { readonly photo: PhotoItem }) {
  const status = useDetector((state) => state.status);
  const hasServerConsent = useDetector((state) => state.serverConsent);
  const declinedServerOffer = useDetector((state) => state.declinedServerOffer);
  const shownBoxes = useEditor(photo, (editor) =>
    Math.max(editor.stageBoxes.length, editor.visibleBoxes.length),
  );
  const isOnline = useOnline();
  const [declinedConsent, setDeclinedConsent] = useState(false);
  const [quietId, setQuietId] = useState<string | null>(null);
  const input = {
    status,
    photo,
    shownBoxes,
    hasServerConsent,
    declinedServerOffer,
    declinedConsent,
    isOnline,
  };
  const notice = stageNotice(input);
  switch (notice.kind) {
    case "none":
      return null;
    case "consent":
      return <Consent photo={photo} onDecline={() => setDeclinedConsent(true)} />;
    case "model-failed":
      return <ModelFailed code={notice.code} photo={photo} />;
    case "photo-failed":
      return <PhotoFailed code={notice.code} photo={photo} />;
    case "progress":
      return (
        <div className="animate-fade-in rounded-card border bg-raised p-3 shadow-float">
          <ModelProgress />
        </div>
      );
    case "waiting":
      return <Waiting />;
    case "slow":
      return <SlowDevice seconds={notice.seconds} />;
    case "nothing-found":
      return quietId === photo.id ? null : (
        <NothingFound photo={photo} onDismiss={() => setQuietId(photo.id)} />
      );
  }
}

function startDrawing(photo: PhotoItem): void {
  photo.editor.getState().setTool("draw");
}

function Consent({ photo, onDecline }: { readonly photo: PhotoItem; readonly onDecline: () => void }) {
  const t = useTranslations("stage");
  const setConsent = useDetector((state) => state.setServerConsent);
  return (
    <NoticeCard
      title={t("consentTitle")}
      body={t("consentBody")}
      actions={
        <>
          <Button tone="primary" onClick={() => void setConsent(true)}>
            {t("consentYes")}
          </Button>
          <Button
            onClick={() => {
              onDecline();
              startDrawing(photo);
            }}
          >
            {t("consentNo")}
          </Button>
        </>
      }
    />
  );
}

function ModelFailed({ code, photo }: { readonly code: string; readonly photo: PhotoItem }) {
  const t = useTranslations("stage");
  const sentence = useErrorSentence();
  const restart = useDetector((state) => state.restart);
  return (
    <NoticeCard
      tone="attention"
      title={t("modelFailedTitle")}
      body={sentence({ code })}
      actions={
        <>
          <Button tone="primary" onClick={() => void restart()}>
            {t("tryAgain")}
          </Button>
          <Button onClick={() => startDrawing(photo)}>{t("drawByHand")}</Button>
        </>
      }
    />
  );
}

function PhotoFailed({ code, photo }: { readonly code: string; readonly photo: PhotoItem }) {
  const t = useTranslations("stage");
  const sentence = useErrorSentence();
  const { jobs, queue } = useWorkspace();
  return (
    <NoticeCard
      tone="attention"
      title={t("failedTitle")}
      body={sentence({ code, facts: photo.error?.facts ?? {} }, photo.name)}
      actions={
        <>
          <Button tone="primary" onClick={() => jobs.again(photo.id)}>
            {t("tryAgain")}
          </Button>
          <Button onClick={() => startDrawing(photo)}>{t("drawByHand")}</Button>
          <Button tone="quiet" onClick={() => queue.getState().remove(photo.id)}>
            {t("remove")}
          </Button>
        </>
      }
    />
  );
}

function Waiting() {
  const t = useTranslations("stage");
  return (
    <p
      role="status"
      className="rounded-card border bg-raised px-3 py-1.5 text-ink-soft text-meta shadow-float"
    >
      {t("waiting")}
    </p>
  );
}

function SlowDevice({ seconds }: { readonly seconds: number }) {
  const t = useTranslations("stage");
  const setConsent = useDetector((state) => state.setServerConsent);
  const setPreference = useDetector((state) => state.setPreference);
  const decline = useDetector((state) => state.declineServerOffer);
  return (
    <NoticeCard
      title={t("slowTitle", { seconds })}
      body={t("slowBody")}
      actions={
        <>
          <Button onClick={() => void setConsent(true).then(() => setPreference("server"))}>
            {t("useServer")}
          </Button>
          <Button tone="quiet" onClick={decline}>
            {t("stayHere")}
          </Button>
        </>
      }
    />
  );
}

interface NothingFoundProps {
  readonly photo: PhotoItem;
  readonly onDismiss: () => void;
}

/** Nothing above the slider: offers the threshold that would show something, and drawing by hand. */
function NothingFound({ photo, onDismiss }: NothingFoundProps) {
  const t = useTranslations("stage");
  const threshold = useFilter(({ filter }) => filter.confidence);
  const setConfidence = useFilter((state) => state.setConfidence);
  const from = useFilterView((view) => view.weakerFrom);
  const count = useFilterView((view) => view.weakerShown);
  const lower = from === null ? "" : formatScore(from);
  return (
    <NoticeCard
      title={t("emptyTitle", { threshold: formatScore(threshold) })}
      body={from === null ? t("emptyNone") : t("emptyBody", { count, lower })}
      actions={
        <>
          {from === null ? null : (
            <Button tone="primary" onClick={() => setConfidence(from)}>
              {t("showWeaker", { lower })}
            </Button>
          )}
          <Button
            onClick={() => {
              onDismiss();
              startDrawing(photo);
            }}
          >
            {t("drawByHand")}
          </Button>
          <Button tone="quiet" onClick={onDismiss}>
            {t("dismiss")}
          </Button>
        </>
      }
    />
  );
}
