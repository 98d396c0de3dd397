"use client";

import { useTranslations } from "next-intl";
import { SliderBar } from "@/components/detection/slider-bar";
import { ToolBar } from "@/components/editor/tool-bar";
import { Filmstrip } from "@/components/photos/filmstrip";
import { IntakeMenu } from "@/components/photos/intake-menu";
import { SaveButton } from "@/components/saves/save-button";
import { Panel } from "./panel-tabs";
import { PhotoRecord } from "./photo-record";
import { Stage } from "./stage";
import type { WorkbenchProps } from "./workbench-props";

/** Tools left, photo in the middle with the sliders at its lower edge, panel right, strip below. */
export function DesktopWorkbench({ photo, promise, intake }: WorkbenchProps) {
  const t = useTranslations();
  return (
    <div className="grid h-[calc(100dvh-48px)] min-h-[480px] grid-cols-[60px_minmax(0,1fr)_360px] grid-rows-[minmax(0,1fr)_84px]">
      <ToolBar store={photo.editor} className="border-r py-2" />
      <div className="flex min-w-0 flex-col bg-sunken">
        <div className="relative min-h-0 flex-1">
          <Stage photo={photo} noticeClassName="bottom-2" />
        </div>
        <div className="flex justify-center px-3 pt-1 pb-3">
          <div className="max-w-full rounded-card border bg-raised px-4 py-2 shadow-float">
            <SliderBar photo={photo} layout="row" />
          </div>
        </div>
      </div>
      <aside aria-label={t("panel.label")} className="row-span-2 flex min-h-0 flex-col border-l">
        <Panel photo={photo} className="flex-1" />
        <PhotoRecord key={photo.id} photo={photo} />
        <div className="flex items-center gap-3 border-t px-4 py-3">
          <p className="min-w-0 flex-1 text-ink-soft text-meta">{t("save.hint")}</p>
          <SaveButton photo={photo} />
        </div>
      </aside>
      <div className="col-span-2 flex min-w-0 items-center border-t">
        <Filmstrip onAdd={intake.choose} className="h-full min-w-0 flex-1" />
        <IntakeMenu intake={intake} />
        <p className="max-w-72 pr-4 pl-2 text-ink-soft text-meta max-xl:sr-only">{promise}</p>
      </div>
    </div>
  );
}
