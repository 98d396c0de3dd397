"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { INPUT } from "../field";

interface NoteFieldProps {
  /** Of what is noted. */
  readonly name: string;
  readonly note: string;
  readonly onSave: (note: string) => void;
}

/** A line of text that is saved when it is left or Enter is pressed; Escape takes it back. */
export function NoteField({ name, note, onSave }: NoteFieldProps) {
  const t = useTranslations("experiments");
  const [typed, setTyped] = useState<string | null>(null);
  const save = () => {
    if (typed !== null && typed.trim() !== note) onSave(typed.trim());
    setTyped(null);
  };
  return (
    <input
      aria-label={t("noteOf", { name })}
      className={INPUT}
      maxLength={2_000}
      value={typed ?? note}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === "Enter") save();
        if (event.key === "Escape") setTyped(null);
      }}
    />
  );
}
