"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useBoxColours } from "@/app/_frame/use-box-colours";
import { StageNotices } from "@/components/detection/stage-notices";
import { Sweep } from "@/components/detection/sweep";
import { useOnline } from "@/components/detection/use-online";
import { useSayScore } from "@/components/detection/use-say-score";
import { NOTHING_COVERED } from "@/components/editor/anchor";
import { EditorStage } from "@/components/editor/editor-stage";
import { SaveNotices } from "@/components/saves/save-notices";
import type { PhotoItem } from "@/lib/client/photos/photo-queue-store";
import { useClasses, useEditor, useFilter } from "@/lib/client/workspace/workspace-context";

/** The photo with its boxes, fitted and never cropped, and the stage's notices. */
export function Stage({
  photo,
  noticeClassName,
}: {
  readonly photo: PhotoItem;
  readonly noticeClassName: string;
}) {
  const t = useTranslations("stage");
  const classes = useClasses();
  const hiddenClasses = useFilter(({ filter }) => filter.hiddenClasses);
  const isOnline = useOnline();
  const [drawnId, setDrawnId] = useState<string | null>(null);
  const colourOf = useBoxColours(classes);
  const { notices, covered } = useCovered();
  const sayScore = useSayScore();
  return (
    <section
      aria-label={t("label", { name: photo.name, width: photo.size.width, height: photo.size.height })}
      className="absolute inset-0 overflow-hidden bg-sunken"
    >
      <Preview key={`preview-${photo.id}`} photo={photo} isCovered={drawnId === photo.id} />
      <EditorStage
        key={photo.id}
        store={photo.editor}
        classes={classes.all}
        photoUrl={photo.url}
        colourOf={colourOf}
        labelOf={classes.nameOf}
        sayScore={sayScore}
        hiddenClasses={hiddenClasses}
        onPhotoLoad={() => setDrawnId(photo.id)}
        covered={covered}
        className="absolute inset-0"
      />
      <Sweep photo={photo} />
      <div
        ref={notices}
        className={`pointer-events-none absolute inset-x-0 flex flex-col items-center gap-2 px-3 ${noticeClassName}`}
      >
        {isOnline ? null : (
          <p role="status" className="rounded-card border bg-raised px-3 py-1.5 text-meta shadow-float">
            {t("offline")}
          </p>
        )}
        <SaveNotices photo={photo} />
        <StageNotices photo={photo} />
      </div>
    </section>
  );
}

/** How much of the stage the notices cover, from the edge they are on. */
function useCovered() {
  const notices = useRef<HTMLDivElement>(null);
  const [covered, setCovered] = useState(NOTHING_COVERED);
  useEffect(() => {
    const element = notices.current;
    const stage = element?.parentElement;
    if (!element || !stage) return;
    const measure = () => {
      const { top, bottom, height } = element.getBoundingClientRect();
      const area = stage.getBoundingClientRect();
      const isAtTop = top - area.top < area.bottom - bottom;
      const next =
        height === 0
          ? NOTHING_COVERED
          : { top: isAtTop ? bottom - area.top : 0, bottom: isAtTop ? 0 : area.bottom - top };
      setCovered((before) => (before.top === next.top && before.bottom === next.bottom ? before : next));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { notices, covered };
}

/** Shows the photo at once, until the canvas has decoded it. */
function Preview({ photo, isCovered }: { readonly photo: PhotoItem; readonly isCovered: boolean }) {
  const { scale, x, y } = useEditor(photo, (editor) => editor.viewport);
  const isPlaced = useEditor(photo, (editor) => editor.stageSize.width > 0);
  if (isCovered || !isPlaced) return null;
  return (
    // biome-ignore lint/performance/noImgElement: a local object URL
    <img
      src={photo.thumbUrl}
      alt=""
      className="absolute max-w-none"
      style={{ left: x, top: y, width: photo.size.width * scale, height: photo.size.height * scale }}
    />
  );
}
