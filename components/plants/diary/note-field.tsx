"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";

export interface NoteFieldProps {
  readonly label: string;
  readonly note: string;
  readonly onSave: (note: string) => void;
}

/** A note that is kept when its button is pressed; the button shows only while there is something to keep. */
export function NoteField({ label, note, onSave }: NoteFieldProps) {
  const t = useTranslations("plants.diary");
  const [text, setText] = useState(note);
  useEffect(() => setText(note), [note]);
  const isChanged = text.trim() !== note;
  return (
    <div className="flex flex-col items-start gap-2">
      <textarea
        aria-label={label}
        placeholder={t("notePlaceholder")}
        rows={text.length > 80 || text.includes("\n") ? 3 : 1}
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="min-h-9 pointer-coarse:min-h-11 w-full resize-y rounded-card border border-line-strong bg-raised px-2.5 py-1.5 pointer-coarse:text-lead"
      />
      {isChanged ? (
        <div className="flex gap-2">
          <Button size="small" tone="primary" onClick={() => onSave(text.trim())}>
            {t("keepNote")}
          </Button>
          <Button size="small" onClick={() => setText(note)}>
            {t("dropNote")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
