"use client";

import { useTranslations } from "next-intl";
import { useStore } from "zustand";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { photoById } from "@/lib/client/photos/photo-queue-store";
import { useClasses, useQueue, useWorkspace } from "@/lib/client/workspace/workspace-context";
import { ConflictDialog } from "./conflict-dialog";
import { useTellSave } from "./use-tell-save";

/** What saving asks: whether to keep a model's boxes, and which boxes stay when somebody else saved too. */
export function SavingDialogs() {
  const { saving, save } = useWorkspace();
  const tell = useTellSave();
  const asked = useStore(saving, (state) => state.asked);
  const comparing = useStore(saving, (state) => state.comparing);
  const compared = useQueue((state) => (comparing === null ? undefined : photoById(state, comparing)));
  const answer = async (added: "saved" | "left-out") => {
    saving.setState({ asked: null });
    if (asked) tell(await save(asked.photoId, added));
  };
  return (
    <>
      <AddedBoxesDialog
        classIds={asked?.boxes.map(({ classId }) => classId) ?? null}
        onAnswer={(added) => void answer(added)}
        onClose={() => saving.setState({ asked: null })}
      />
      <ConflictDialog
        photo={compared?.conflict ? compared : null}
        onClose={() => saving.setState({ comparing: null })}
      />
    </>
  );
}

interface AddedBoxesDialogProps {
  /** Classes of the boxes in question; null: closed. */
  readonly classIds: readonly number[] | null;
  readonly onAnswer: (added: "saved" | "left-out") => void;
  readonly onClose: () => void;
}

function AddedBoxesDialog({ classIds, onAnswer, onClose }: AddedBoxesDialogProps) {
  const t = useTranslations("save");
  const close = useTranslations("shell")("close");
  const { nameOf } = useClasses();
  const counts = new Map<number, number>();
  for (const classId of classIds ?? []) counts.set(classId, (counts.get(classId) ?? 0) + 1);
  const count = classIds?.length ?? 0;
  return (
    <Dialog
      open={classIds !== null}
      onOpenChange={(open) => open || onClose()}
      title={t("addedTitle", { count })}
      description={t("addedBody")}
      closeLabel={close}
    >
      <p className="mt-3 max-h-40 overflow-y-auto">
        {[...counts].map(([classId, boxes]) => `${boxes} × ${nameOf(classId)}`).join(", ")}
      </p>
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onClick={() => onAnswer("saved")}>{t("addedSave", { count })}</Button>
        <Button tone="primary" onClick={() => onAnswer("left-out")}>
          {t("addedLeaveOut")}
        </Button>
      </div>
    </Dialog>
  );
}
