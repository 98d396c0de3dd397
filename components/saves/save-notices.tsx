"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { NoticeCard } from "@/components/ui/notice-card";
import { useToast } from "@/components/ui/toast";
import { toApiError } from "@/lib/client/api/api-error";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import { hasUnsavedEdits, isDetectedAgain, type PhotoItem } from "@/lib/client/photos/photo-queue-store";
import { useEditor, useWorkspace } from "@/lib/client/workspace/workspace-context";
import { addedByModel } from "@/lib/core/corrections/added-by-model";
import { useSave } from "./save-button";

/** What the stage says about saving: that it waits, that somebody else saved too, and what a model would add. */
export function SaveNotices({ photo }: { readonly photo: PhotoItem }) {
  if (photo.save === "waiting") return <Waits />;
  if (photo.save === "conflict") return <Conflict photo={photo} />;
  if (photo.state === "done" && isDetectedAgain(photo)) return <DetectedAgain photo={photo} />;
  return null;
}

function Waits() {
  const t = useTranslations("save");
  const { outbox } = useWorkspace();
  return (
    <NoticeCard
      title={t("waitsTitle")}
      body={t("waitsBody")}
      actions={<Button onClick={() => void outbox.retry()}>{t("tryNow")}</Button>}
    />
  );
}

function Conflict({ photo }: { readonly photo: PhotoItem }) {
  const t = useTranslations("save");
  const save = useSave();
  return (
    <NoticeCard
      tone="attention"
      title={t("conflictTitle")}
      body={t("conflictBody")}
      actions={
        <Button tone="primary" onClick={() => void save(photo.id)}>
          {t("compare")}
        </Button>
      }
    />
  );
}

/** What another run sees that was not saved is the model's, and says so. */
function DetectedAgain({ photo }: { readonly photo: PhotoItem }) {
  const t = useTranslations("save");
  const show = useToast();
  const sentence = useErrorSentence();
  const { showSaved } = useWorkspace();
  const boxes = useEditor(photo, (editor) => editor.stageBoxes);
  const isDirty = useEditor(photo, (editor) => editor.isDirty);
  const count = photo.base ? addedByModel(boxes, photo.base.boxes).length : 0;
  const back = () =>
    showSaved(photo.id).catch((error: unknown) =>
      show({ tone: "attention", title: sentence(toApiError(error)) }),
    );
  return (
    <NoticeCard
      title={t("detectedAgain", { count })}
      body={t("detectedAgainBody")}
      actions={
        hasUnsavedEdits(photo, isDirty) ? null : <Button onClick={() => void back()}>{t("showSaved")}</Button>
      }
    />
  );
}
