"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { ClassChips } from "@/components/ui/class-chips";
import { classNames } from "@/components/ui/class-names";
import type { PhotoItem } from "@/lib/client/photos/photo-queue-store";
import { useClasses, useEditor } from "@/lib/client/workspace/workspace-context";
import type { ShownBox } from "@/lib/core/editor/document";
import { formatScore } from "./format";
import { NamedBefore } from "./named-before";
import { Swatch } from "./swatch";

/** As many names as a row has room for; all others are in the picker. */
const OFFERED = 3;

/** Foods that the model sees and cannot name: what they may be, one press away. They count for nothing until then. */
export function UnknownRows({ photo }: { readonly photo: PhotoItem }) {
  const t = useTranslations("found");
  const visible = useEditor(photo, (editor) => editor.visibleBoxes);
  const unknown = useMemo(() => visible.filter(({ state }) => state === "unknown"), [visible]);
  if (unknown.length === 0) return null;
  return (
    <section className="mt-2 border-t pt-2" aria-label={t("unknownTitle")}>
      <h3 className="px-4 text-ink-soft text-meta">{t("unknownTitle")}</h3>
      <ul>
        {unknown.map((box, index) => (
          <UnknownRow key={box.id} box={box} number={index + 1} photo={photo} />
        ))}
      </ul>
    </section>
  );
}

interface UnknownRowProps {
  readonly box: ShownBox;
  readonly number: number;
  readonly photo: PhotoItem;
}

function UnknownRow({ box, number, photo }: UnknownRowProps) {
  const t = useTranslations("found");
  const classes = useClasses();
  const { editor } = photo;
  const isSelected = useEditor(photo, (state) => state.selection.includes(box.id));
  const point = (id: string | null) => editor.getState().hover(id);
  const reach = () => {
    editor.getState().select([box.id]);
    editor.getState().reveal(box.id);
  };
  const chips = box.alternatives.slice(0, OFFERED).map(({ classId, score }) => ({
    id: classId,
    name: classes.nameOf(classId),
    score: classes.hasWords ? "" : formatScore(score),
    label: t("unknownIs", { number, name: classes.nameOf(classId) }),
    swatch: <Swatch classId={classId} kind={classes.kindOf(classId)} />,
  }));
  return (
    <li
      onPointerEnter={() => point(box.id)}
      onPointerLeave={() => point(null)}
      className={classNames("px-4 pb-2", isSelected && "bg-leaf-wash")}
    >
      <div className="flex items-center justify-between gap-2">
        <button
          type="button"
          aria-pressed={isSelected}
          onFocus={() => point(box.id)}
          onBlur={() => point(null)}
          onClick={reach}
          className="flex h-9 flex-1 items-center text-left outline-offset-[-2px] pointer-coarse:h-11"
        >
          {t("unknownBox", { number })}
        </button>
        <button
          type="button"
          aria-haspopup="dialog"
          aria-label={t("unknownOtherLabel", { number })}
          onClick={() => {
            reach();
            editor.getState().openPicker([box.id]);
          }}
          className="flex h-9 items-center font-medium text-leaf-strong pointer-coarse:h-11 pointer-coarse:px-2"
        >
          {t("unknownOther")}
        </button>
      </div>
      <NamedBefore box={box} name={t("unknownBox", { number })} photo={photo} />
      <ClassChips
        label={t("unknownNames", { number })}
        chips={chips}
        onChoose={(classId) => editor.getState().relabelBoxes(classId, [box.id])}
      />
    </li>
  );
}
