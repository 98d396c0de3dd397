"use client";

import { History } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { HistoryDialog } from "@/components/library/history-dialog";
import { ShareSwitch } from "@/components/library/share-switch";
import { Button } from "@/components/ui/button";
import { hasUnsavedEdits, type PhotoItem } from "@/lib/client/photos/photo-queue-store";
import { useRestored } from "@/lib/client/workspace/use-restored-state";
import { useClasses, useEditor } from "@/lib/client/workspace/workspace-context";

/** What is known about a saved photo: whether it is shared, and all its earlier states. */
export function PhotoRecord({ photo }: { readonly photo: PhotoItem }) {
  const t = useTranslations("history");
  const classes = useClasses();
  const onRestored = useRestored();
  const isDirty = useEditor(photo, (editor) => editor.isDirty);
  const [isOpen, setIsOpen] = useState(false);
  const { libraryId, size } = photo;
  if (libraryId === null) return null;
  return (
    <div className="flex flex-col gap-3 border-t px-4 py-3">
      <ShareSwitch photoId={libraryId} />
      <Button size="small" aria-haspopup="dialog" className="self-start" onClick={() => setIsOpen(true)}>
        <History aria-hidden />
        {t("open")}
      </Button>
      <HistoryDialog
        photo={isOpen ? { id: libraryId, ...size } : null}
        classes={classes}
        hasUnsavedEdits={hasUnsavedEdits(photo, isDirty)}
        onClose={() => setIsOpen(false)}
        onRestored={onRestored}
      />
    </div>
  );
}
