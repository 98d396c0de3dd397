"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { useStore } from "zustand";
import type { ClassLookup } from "@/lib/client/detection/class-lookup";
import type { DeskPhoto } from "@/lib/client/review/desk-photo";
import { BoxCrop, type CropBox } from "./box-crop";
import { type FoundError, foundErrors } from "./found-errors";

interface ErrorListProps {
  readonly photo: DeskPhoto;
  readonly classes: ClassLookup;
}

/** What the model got wrong on this photo, each drawn and put into words; follows the reviewer's own edits. */
export function ErrorList({ photo, classes }: ErrorListProps) {
  const t = useTranslations("review");
  const standing = useStore(photo.editor, (editor) => editor.stageBoxes);
  const { modelBoxes, modelId } = photo.item.correction;
  const errors = useMemo(() => foundErrors(modelBoxes, standing), [modelBoxes, standing]);
  if (errors.length === 0) {
    return <p className="text-ink-soft">{modelId ? t("noErrors") : t("noModel")}</p>;
  }
  return (
    <ul className="-mx-2 flex flex-col">
      {errors.map((error, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is made again with each edit
        <li key={index}>
          <ErrorRow error={error} photo={photo} classes={classes} />
        </li>
      ))}
    </ul>
  );
}

function cropBoxes({ model, standing }: FoundError): readonly CropBox[] {
  return [
    ...(model ? [{ classId: model.classId, box: model.box, isModel: true }] : []),
    ...(standing ? [{ classId: standing.classId, box: standing.box, isModel: false }] : []),
  ];
}

function ErrorRow({ error, photo, classes }: ErrorListProps & { readonly error: FoundError }) {
  const t = useTranslations("review");
  const { kind, model, standing, iou } = error;
  const name = (box: { readonly classId: number } | undefined) => (box ? classes.nameOf(box.classId) : "");
  const text = {
    missed: () => t("missed", { name: name(standing) }),
    falseAlarm: () => t("falseAlarm", { name: name(model) }),
    wrongClass: () => t("wrongClass", { said: name(model), name: name(standing) }),
    loose: () => t("loose", { name: name(standing) }),
  }[kind]();
  const detail =
    kind === "loose"
      ? t("overlap", { value: (iou ?? 0).toFixed(2) })
      : model
        ? t("sure", { value: model.score.toFixed(2) })
        : t("notSeen");
  return (
    <button
      type="button"
      onClick={() => show(photo, error)}
      className="flex w-full items-center gap-3 rounded-card px-2 py-1.5 text-left hover:bg-sunken"
    >
      <BoxCrop
        url={photo.url}
        photo={photo.item.card}
        boxes={cropBoxes(error)}
        classes={classes}
        className="h-[60px] w-20 shrink-0 rounded-small"
      />
      <span className="min-w-0">
        <span className="block font-medium">{text}</span>
        <span className="tabular block text-ink-soft text-meta">{detail}</span>
      </span>
    </button>
  );
}

/** Brings an error to the stage: its box selected, or the model's own boxes where no box is left. */
function show({ editor }: DeskPhoto, { standing }: FoundError): void {
  const state = editor.getState();
  state.setCompare(standing === undefined);
  if (!standing) return;
  state.select([standing.id]);
  state.reveal(standing.id);
}
