"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { classNames } from "@/components/ui/class-names";
import { UNKNOWN_CLASS, UNNAMED_CLASS } from "@/lib/core/editor/document";
import { NOTHING_COVERED } from "./anchor";
import { BoxDescriptions } from "./box-descriptions";
import type { EditorStageProps } from "./editor-props";
import { UNNAMED_COLOUR } from "./paint/paint-colours";
import { PickerPanel } from "./picker-panel";
import { SelectionBar } from "./selection-bar";
import { UnnamedNotice } from "./unnamed-notice";
import { useEditorKeys } from "./use-editor-keys";
import { usePhotoImage } from "./use-photo-image";
import { useStagePointer } from "./use-stage-pointer";
import { useStageTheme } from "./use-stage-theme";

export type { BoxColour, EditorStageProps } from "./editor-props";

/** Konva needs a document: it is fetched once the page is in a browser. */
const StageCanvas = lazy(() => import("./stage-canvas"));

const NOTHING_HIDDEN: readonly number[] = [];
const NO_WORD = () => undefined;

/**
 * The photo with its boxes, and everything to correct them by mouse, touch and keyboard. Fills its parent, which
 * needs a size. Konva draws; the tools live in `lib/core/editor/tools`.
 */
export function EditorStage(props: EditorStageProps) {
  const { store, classes, photoUrl, className } = props;
  const { hiddenClasses = NOTHING_HIDDEN, readOnly = false, sayScore = NO_WORD } = props;
  const t = useTranslations("editor");
  const { colourOf, labelOf } = useUnnamedLook(props, { unnamed: t("unnamed"), unknown: t("unknown") });
  const helpId = useId();
  const root = useRef<HTMLDivElement>(null);
  const crosshair = useRef<HTMLDivElement>(null);
  // Not :focus-visible: a key pressed for a tool would ring the whole photo while the mouse works on it.
  const [hasRing, setHasRing] = useState(false);
  const photo = useStore(store, (state) => state.photo);
  const cursor = useStore(store, (state) => state.cursor);
  const showsCross = useStore(
    store,
    (state) => state.tool === "draw" && !state.isReadOnly && !state.compare && state.cursor === "crosshair",
  );
  const hasSize = useStore(store, (state) => state.stageSize.width > 0);
  const image = usePhotoImage(photoUrl, { onLoad: props.onPhotoLoad, onError: props.onPhotoError });
  const theme = useStageTheme(root);

  useEffect(() => {
    store.getState().setHiddenClasses(hiddenClasses);
  }, [store, hiddenClasses]);
  // A picker left open does not wait behind another photo.
  useEffect(() => () => store.getState().closePicker(), [store]);
  useEffect(() => {
    store.getState().setReadOnly(readOnly);
  }, [store, readOnly]);

  useEffect(() => {
    const element = root.current;
    if (!element) return;
    const measure = () =>
      store.getState().setStageSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [store]);

  const onHover = useCallback((at: { readonly x: number; readonly y: number } | null) => {
    const element = crosshair.current;
    if (!element) return;
    element.style.opacity = at ? "1" : "0";
    element.style.setProperty("--x", `${at?.x ?? 0}px`);
    element.style.setProperty("--y", `${at?.y ?? 0}px`);
  }, []);
  const { handlers, onModifiers } = useStagePointer({ store, surface: root, onHover });
  useEditorKeys({ store, root, onModifiers });
  const focusStage = useCallback(() => root.current?.focus({ preventScroll: true }), []);

  return (
    <section
      aria-label={t("region")}
      className={classNames("relative size-full select-none overflow-hidden", className)}
    >
      <div
        ref={root}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the stage takes the keyboard, as a drawing program does
        tabIndex={0}
        aria-label={t("stage", { width: photo.width, height: photo.height })}
        aria-describedby={helpId}
        className={classNames(
          "absolute inset-0 touch-none",
          hasRing ? "outline-2 outline-focus outline-offset-[-3px]" : "outline-none",
        )}
        style={{ cursor }}
        onContextMenu={(event) => event.preventDefault()}
        {...handlers}
        onKeyUp={(event) => event.key === "Tab" && setHasRing(true)}
        onBlur={() => setHasRing(false)}
        onPointerDown={(event) => {
          setHasRing(false);
          focusStage();
          handlers.onPointerDown(event);
        }}
      >
        <div aria-hidden className="pointer-events-none absolute inset-0">
          {hasSize && theme ? (
            <Suspense fallback={null}>
              <StageCanvas
                store={store}
                image={image}
                colourOf={colourOf}
                labelOf={labelOf}
                sayScore={sayScore}
                ruler={theme.ruler}
                accent={theme.accent}
              />
            </Suspense>
          ) : null}
        </div>
        <div
          ref={crosshair}
          aria-hidden
          className={classNames(
            "pointer-events-none absolute inset-0 mix-blend-difference",
            !showsCross && "invisible",
          )}
          style={{ opacity: 0 }}
        >
          <div className="absolute inset-y-0 left-0 w-px translate-x-(--x) bg-white opacity-70" />
          <div className="absolute inset-x-0 top-0 h-px translate-y-(--y) bg-white opacity-70" />
        </div>
      </div>
      <p id={helpId} className="sr-only">
        {t("help")}
      </p>
      <SelectionBar
        store={store}
        colourOf={colourOf}
        labelOf={labelOf}
        sayScore={sayScore}
        onDone={focusStage}
        covered={props.covered ?? NOTHING_COVERED}
      />
      <UnnamedNotice store={store} onDone={focusStage} />
      <PickerPanel
        store={store}
        classes={classes}
        colourOf={colourOf}
        labelOf={labelOf}
        sayScore={sayScore}
        onDone={focusStage}
      />
      <BoxDescriptions store={store} labelOf={labelOf} sayScore={sayScore} />
    </section>
  );
}

/** Colours and names of the classes, and of a box that has no class yet. */
function useUnnamedLook(
  { colourOf, labelOf }: EditorStageProps,
  { unnamed, unknown }: { readonly unnamed: string; readonly unknown: string },
) {
  return useMemo(() => {
    const isNameless = (classId: number) => classId === UNNAMED_CLASS || classId === UNKNOWN_CLASS;
    return {
      colourOf: (classId: number) => (isNameless(classId) ? UNNAMED_COLOUR : colourOf(classId)),
      labelOf: (classId: number) => {
        if (classId === UNNAMED_CLASS) return unnamed;
        return classId === UNKNOWN_CLASS ? unknown : labelOf(classId);
      },
    };
  }, [colourOf, labelOf, unnamed, unknown]);
}
