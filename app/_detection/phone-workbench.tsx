"use client";

import { Camera } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { DetailsPanel } from "@/components/detection/details-panel";
import { SliderBar } from "@/components/detection/slider-bar";
import { ToolBar } from "@/components/editor/tool-bar";
import { Filmstrip } from "@/components/photos/filmstrip";
import { SaveButton } from "@/components/saves/save-button";
import { BottomSheet, type SheetStop, sheetHeight } from "@/components/ui/bottom-sheet";
import { classNames } from "@/components/ui/class-names";
import { Panel } from "./panel-tabs";
import { PhotoRecord } from "./photo-record";
import { Stage } from "./stage";
import type { WorkbenchProps } from "./workbench-props";

const PEEK_PX = 120;

/** Stage on top, the panel as a sheet from below, the camera under the thumb. */
export function PhoneWorkbench({ photo, promise, intake }: WorkbenchProps) {
  const t = useTranslations();
  const [stop, setStop] = useState<SheetStop>("peek");
  const sliders = {
    id: "sliders",
    title: t("panel.sliders"),
    content: (
      <>
        <div className="px-4 pt-4">
          <SliderBar photo={photo} layout="stack" />
        </div>
        <PhotoRecord key={photo.id} photo={photo} />
        <DetailsPanel photo={photo} />
        <p className="px-4 pb-6 text-ink-soft text-meta">{promise}</p>
      </>
    ),
  };
  // At half the photo moves up and stays in sight; at full the sheet covers it.
  const covered = useCovered(stop);
  return (
    <>
      <div className="fixed inset-x-0 top-12 flex flex-col" style={{ bottom: covered }}>
        <div className="relative min-h-0 flex-1">
          <Stage photo={photo} noticeClassName={stop === "peek" ? "top-3" : "hidden"} />
          <button
            type="button"
            aria-label={t("intake.camera")}
            onClick={intake.shoot}
            className="absolute right-3 bottom-3 flex size-14 items-center justify-center rounded-full bg-leaf text-on-leaf shadow-float active:bg-leaf-strong"
          >
            <Camera aria-hidden className="size-6" />
          </button>
        </div>
        <div className="flex h-12 shrink-0 items-center overflow-x-auto border-t px-1 [scrollbar-width:none]">
          <ToolBar store={photo.editor} orientation="horizontal" />
        </div>
        <Filmstrip
          onAdd={intake.choose}
          className="h-16 shrink-0 border-t [@media(max-height:480px)]:hidden"
        />
      </div>
      <BottomSheet
        label={t("panel.label")}
        handleLabel={t("panel.sheetHandle")}
        stopNames={{ peek: t("panel.sheetPeek"), half: t("panel.sheetHalf"), full: t("panel.sheetFull") }}
        stop={stop}
        onStopChange={setStop}
        peekHeight={PEEK_PX}
      >
        <div className="absolute top-11 right-3 z-10">
          <SaveButton photo={photo} size="small" />
        </div>
        <Panel
          photo={photo}
          last={sliders}
          onPick={() => stop === "peek" && setStop("half")}
          className="flex-1"
          listClassName="pr-28"
          footer={
            <p
              className={classNames(
                "shrink-0 bg-paper px-4 py-1.5 text-ink-soft text-meta",
                stop !== "peek" && "border-t",
              )}
            >
              {t("save.hintShort")}
            </p>
          }
        />
      </BottomSheet>
    </>
  );
}

/** px of the stage that the resting sheet takes. */
function useCovered(stop: SheetStop): number {
  const [height, setHeight] = useState(800);
  useEffect(() => {
    const measure = () => setHeight(window.innerHeight);
    measure();
    addEventListener("resize", measure);
    return () => removeEventListener("resize", measure);
  }, []);
  return sheetHeight(stop === "peek" ? "peek" : "half", height, PEEK_PX);
}
