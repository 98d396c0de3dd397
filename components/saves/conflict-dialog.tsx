"use client";

import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { PhotoItem } from "@/lib/client/photos/photo-queue-store";
import { mergeSave } from "@/lib/client/saves/merge-save";
import { toCorrection } from "@/lib/client/saves/waiting-save";
import { useEditor, useFilter, useWorkspace } from "@/lib/client/workspace/workspace-context";
import type { SaveConflict } from "@/lib/contracts/corrections";
import type { ChosenBox, MergeQuestion, Side } from "@/lib/core/corrections/merge-boxes";
import { ConflictRow } from "./conflict-row";
import { useTellSave } from "./use-tell-save";

interface ConflictDialogProps {
  /** Null: closed. */
  readonly photo: PhotoItem | null;
  readonly onClose: () => void;
}

/** Both states of a photo that was saved twice, box by box where they differ; nothing is overwritten without asking. */
export function ConflictDialog({ photo, onClose }: ConflictDialogProps) {
  const t = useTranslations("save");
  const close = useTranslations("shell")("close");
  return (
    <Dialog
      open={photo !== null}
      onOpenChange={(open) => open || onClose()}
      title={t("conflictTitle")}
      description={t("conflictHint")}
      closeLabel={close}
      width="wide"
    >
      {photo?.conflict ? (
        <Comparison
          key={photo.conflict.newest.id}
          photo={photo}
          conflict={photo.conflict}
          onClose={onClose}
        />
      ) : null}
    </Dialog>
  );
}

/** What stands unless the person says otherwise: a box somebody drew or confirmed, never a model's guess. */
function suggestion({ mine, theirs }: MergeQuestion): Side {
  if (theirs === null) return mine?.state === "detected" ? "theirs" : "mine";
  if (mine === null) return "theirs";
  return mine.state === "detected" ? "theirs" : "mine";
}

interface ComparisonProps {
  readonly photo: PhotoItem;
  readonly conflict: SaveConflict;
  readonly onClose: () => void;
}

function Comparison({ photo, conflict, onClose }: ComparisonProps) {
  const t = useTranslations("save");
  const { saveMerged } = useWorkspace();
  const tell = useTellSave();
  const filter = useFilter((state) => state.filter);
  const stageBoxes = useEditor(photo, (editor) => editor.stageBoxes);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the boxes are read through the photo
  const merge = useMemo(
    () => mergeSave(toCorrection(photo, filter), conflict),
    [photo, filter, conflict, stageBoxes],
  );
  const [answers, setAnswers] = useState<ReadonlyMap<number, Side>>(new Map());
  const sideOf = (question: MergeQuestion, index: number) => answers.get(index) ?? suggestion(question);
  const answerAll = (side: Side) => setAnswers(new Map(merge.questions.map((_, index) => [index, side])));
  const save = async () => {
    const answered = merge.questions.flatMap((question, index): ChosenBox[] => {
      const side = sideOf(question, index);
      const box = question[side];
      return box ? [{ box, side }] : [];
    });
    onClose();
    tell(await saveMerged(photo.id, [...merge.settled, ...answered]));
  };
  return (
    <>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <p role="status" className="mr-auto">
          {t("differences", { count: merge.questions.length })}
          {merge.settled.length > 0 ? ` ${t("agreed", { count: merge.settled.length })}` : ""}
        </p>
        {merge.questions.length > 1 ? (
          <>
            <Button size="small" onClick={() => answerAll("mine")}>
              {t("allMine")}
            </Button>
            <Button size="small" onClick={() => answerAll("theirs")}>
              {t("allTheirs")}
            </Button>
          </>
        ) : null}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must reach that */}
      <ul tabIndex={0} aria-label={t("differencesLabel")} className="mt-2 min-h-0 overflow-y-auto">
        {merge.questions.map((question, index) => (
          <ConflictRow
            // biome-ignore lint/suspicious/noArrayIndexKey: the order is that of the merge
            key={index}
            photo={photo}
            question={question}
            side={sideOf(question, index)}
            onChoose={(side) => setAnswers((all) => new Map(all).set(index, side))}
          />
        ))}
      </ul>
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={onClose}>{t("later")}</Button>
        <Button tone="primary" onClick={() => void save()}>
          {t("saveBoth")}
        </Button>
      </div>
    </>
  );
}
