"use client";

import { useTranslations } from "next-intl";
import { EditorStage } from "@/components/editor/editor-stage";
import { ToolBar } from "@/components/editor/tool-bar";
import type { ClassLookup } from "@/lib/client/detection/class-lookup";
import type { DeskPhoto } from "@/lib/client/review/desk-photo";
import { useBoxColours } from "../../_frame/use-box-colours";

interface DeskStageProps {
  readonly photo: DeskPhoto;
  readonly classes: ClassLookup;
}

/** The current photo, large, with everything needed to correct its boxes. */
export function DeskStage({ photo, classes }: DeskStageProps) {
  const t = useTranslations("review");
  const colourOf = useBoxColours(classes);
  const { photoId, correctionId, name } = photo.item.card;
  return (
    <div className="flex min-h-0 flex-1 max-lg:flex-col-reverse">
      <ToolBar store={photo.editor} className="border-r px-2 py-2 max-lg:hidden" />
      <div className="flex h-12 shrink-0 items-center overflow-x-auto border-t px-1 [scrollbar-width:none] lg:hidden">
        <ToolBar store={photo.editor} orientation="horizontal" />
      </div>
      <section aria-label={t("stage", { name })} className="relative min-h-0 min-w-0 flex-1 bg-sunken">
        <EditorStage
          key={`${photoId} ${correctionId}`}
          store={photo.editor}
          classes={classes.all}
          photoUrl={photo.pixels ?? photo.url}
          colourOf={colourOf}
          labelOf={classes.nameOf}
          className="!absolute inset-0"
        />
      </section>
    </div>
  );
}
