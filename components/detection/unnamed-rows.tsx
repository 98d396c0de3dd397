"use client";

import { useTranslations } from "next-intl";
import type { PhotoItem } from "@/lib/client/photos/photo-queue-store";
import { useEditor } from "@/lib/client/workspace/workspace-context";

/** Boxes a person drew and has not named: listed apart, since they count for nothing until then. */
export function UnnamedRows({ photo }: { readonly photo: PhotoItem }) {
  const t = useTranslations("found");
  const unnamed = useEditor(photo, (editor) => editor.unnamed);
  const selection = useEditor(photo, (editor) => editor.selection);
  if (unnamed.length === 0) return null;
  const name = (id: string) => {
    const editor = photo.editor.getState();
    editor.select([id]);
    editor.reveal(id);
    editor.openPicker([id]);
  };
  return (
    <section className="mt-2 border-t pt-2" aria-label={t("unnamedTitle")}>
      <h3 className="px-4 text-ink-soft text-meta">{t("unnamedTitle")}</h3>
      <ul>
        {unnamed.map(({ id }, index) => (
          <li key={id}>
            <button
              type="button"
              aria-haspopup="dialog"
              aria-pressed={selection.includes(id)}
              onPointerEnter={() => photo.editor.getState().hover(id)}
              onPointerLeave={() => photo.editor.getState().hover(null)}
              onClick={() => name(id)}
              className="flex h-9 w-full items-center justify-between gap-2 px-4 outline-offset-[-2px] hover:bg-sunken pointer-coarse:h-11"
            >
              <span>{t("unnamedBox", { number: index + 1 })}</span>
              <span className="font-medium text-leaf-strong">{t("unnamedName")}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
