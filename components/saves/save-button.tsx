"use client";

import { Check, CloudOff, GitCompare, Save } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback, useId } from "react";
import { Button } from "@/components/ui/button";
import { ariaKey, shownKey } from "@/lib/client/keys/key-table";
import {
  hasUnsavedEdits,
  isDetectedAgain,
  type PhotoItem,
  photoById,
} from "@/lib/client/photos/photo-queue-store";
import { useEditor, useWorkspace } from "@/lib/client/workspace/workspace-context";
import { useTellSave } from "./use-tell-save";

interface SaveButtonProps {
  readonly photo: PhotoItem;
  readonly size?: "small" | "medium";
  readonly className?: string;
}

type Look = "save" | "again" | "saving" | "saved" | "waits" | "compare";

function lookOf(photo: PhotoItem, isUnsaved: boolean): Look {
  if (photo.save === "saving") return "saving";
  if (photo.save === "waiting") return "waits";
  if (photo.save === "conflict") return "compare";
  if (photo.libraryId === null) return "save";
  // what a model has found since then is shown, but not saved
  return isUnsaved || photo.save === "failed" || isDetectedAgain(photo) ? "again" : "saved";
}

const ICONS = { save: Save, again: Save, saving: Save, saved: Check, waits: CloudOff, compare: GitCompare };

/** Saves, and says before the press where the photo goes. */
export function SaveButton({ photo, size = "medium", className }: SaveButtonProps) {
  const t = useTranslations("save");
  const waits = useTranslations("waits");
  const save = useSave();
  const hintId = useId();
  const isDirty = useEditor(photo, (editor) => editor.isDirty);
  const look = lookOf(photo, hasUnsavedEdits(photo, isDirty));
  const Icon = photo.save === "failed" ? CloudOff : ICONS[look];
  return (
    <>
      <Button
        tone={look === "saved" ? "plain" : "primary"}
        size={size}
        waitsFor={(look === "saving" || look === "saved") && waits(look)}
        aria-describedby={hintId}
        aria-keyshortcuts={ariaKey(shownKey("save"))}
        onClick={() => void save(photo.id)}
        className={className}
      >
        <Icon aria-hidden />
        {t(look)}
      </Button>
      <span id={hintId} className="sr-only">
        {t(look === "waits" ? "waitsBody" : "hint")}
      </span>
    </>
  );
}

/** Saves a photo and says how it went. If somebody else has saved too, both states are shown. */
export function useSave(): (id: string) => Promise<void> {
  const tell = useTellSave();
  const { save, saving, queue } = useWorkspace();
  return useCallback(
    async (id) => {
      if (photoById(queue.getState(), id)?.save === "conflict") return saving.setState({ comparing: id });
      const outcome = await save(id);
      const unnamed = photoById(queue.getState(), id)?.editor.getState().unnamed.length ?? 0;
      tell(outcome, { unnamed });
    },
    [tell, save, saving, queue],
  );
}
