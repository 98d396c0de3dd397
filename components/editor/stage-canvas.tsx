"use client";

import type Konva from "konva";
import type { Context } from "konva/lib/Context";
import { useCallback, useDeferredValue, useEffect, useMemo, useRef } from "react";
import { Layer, Shape, Stage } from "react-konva/es/ReactKonvaCore";
import { useStore } from "zustand";
import type { EditorStore } from "@/lib/client/editor/editor-store";
import type { ChipPlacement } from "@/lib/core/editor/chip-placement";
import { handleSize } from "@/lib/core/editor/hit-test";
import type { BoxColour, SayScore } from "./editor-props";
import { paintActive } from "./paint/paint-active";
import { paintPhoto } from "./paint/paint-photo";
import { paintBoxes } from "./paint/paint-scene";
import type { TextRuler } from "./paint/text-width";
import {
  activeChips,
  activeScene,
  frames,
  isShaping,
  MANY_BOXES,
  restingBoxes,
  restingChips,
  shownBoxes,
} from "./stage-scene";
import { useFadeIn } from "./use-fade-in";
import { useIsMoving } from "./use-is-moving";
import type { StageImage } from "./use-photo-image";

export interface StageCanvasProps {
  readonly store: EditorStore;
  readonly image: StageImage | undefined;
  readonly colourOf: (classId: number) => BoxColour;
  readonly labelOf: (classId: number) => string;
  readonly sayScore: SayScore;
  readonly ruler: TextRuler;
  readonly accent: string;
}

const NOTHING_IN_HAND = { selection: [], hovered: null } as const;
const NO_CHIPS: readonly ChipPlacement[] = [];

/** A class is painted hundreds of times a second; its colour is worked out once. */
function rememberColours(colourOf: (classId: number) => BoxColour): (classId: number) => BoxColour {
  const known = new Map<number, BoxColour>();
  return (classId) => {
    const colour = known.get(classId) ?? colourOf(classId);
    known.set(classId, colour);
    return colour;
  };
}

/** Draws the photo, the resting boxes and the selected and hovered boxes: three layers, no listeners, no state of its own. */
export default function StageCanvas(props: StageCanvasProps) {
  const { store, image, colourOf, labelOf, sayScore, ruler, accent } = props;
  const { viewport, stageSize, photo, compare, visibleBoxes, model, hiddenClasses, ...rest } =
    useStore(store);
  const { pointerKind, machine, isReadOnly, tool } = rest;
  const { selection, hovered } = compare ? NOTHING_IN_HAND : rest;
  const toolState = machine.state;
  const restingLayer = useRef<Konva.Layer>(null);
  const activeLayer = useRef<Konva.Layer>(null);

  const shown = useMemo(
    () => shownBoxes({ compare, visibleBoxes, model, hiddenClasses }),
    [compare, visibleBoxes, model, hiddenClasses],
  );
  const resting = useMemo(
    () => restingBoxes(shown, { selection, hovered, viewport }),
    [shown, selection, hovered, viewport],
  );
  const active = useMemo(
    () => activeScene(shown, { selection, hovered, viewport, toolState }),
    [shown, selection, hovered, viewport, toolState],
  );
  const stepsBack = isShaping(toolState);
  const isMoving = useIsMoving(viewport);
  const handleGap = handleSize(pointerKind) / 2 + 3;
  const chipsInHand = useMemo(
    () =>
      stepsBack
        ? NO_CHIPS
        : activeChips(active.boxes, { labelOf, sayScore, ruler, stage: stageSize, handleGap }),
    [stepsBack, active, labelOf, sayScore, ruler, stageSize, handleGap],
  );
  // In a crowd boxes come first: their names a moment later, and not at all while the view moves.
  const isCrowd = shown.length > MANY_BOXES;
  const later = useDeferredValue(resting);
  const named = isCrowd ? later : resting;
  const hasNames = !stepsBack && !(isMoving && isCrowd);
  const chipsAtRest = useMemo(() => {
    const options = { labelOf, sayScore, ruler, stage: stageSize, handleGap };
    if (!hasNames) return NO_CHIPS;
    return restingChips(named, [...chipsInHand, ...frames(active.boxes, options)], options);
  }, [hasNames, named, active, chipsInHand, labelOf, sayScore, ruler, stageSize, handleGap]);

  useEffect(() => {
    store.getState().setChips([...chipsAtRest, ...chipsInHand]);
  }, [store, chipsAtRest, chipsInHand]);

  const repaint = useCallback(() => {
    restingLayer.current?.batchDraw();
    activeLayer.current?.batchDraw();
  }, []);
  const ids = useMemo(() => shown.map((box) => box.id), [shown]);
  const { alphaOf } = useFadeIn(ids, repaint);
  const look = useMemo(
    () => ({ colourOf: rememberColours(colourOf), labelOf, sayScore, ruler, alphaOf }),
    [colourOf, labelOf, sayScore, ruler, alphaOf],
  );

  // A painter that stays the same keeps its layer from being painted again.
  const paintPhotoLayer = useCallback(
    (context: Context) => {
      if (image) paintPhoto(context._context, image, { viewport, photo });
    },
    [image, viewport, photo],
  );
  const paintRestingLayer = useCallback(
    (context: Context) => {
      const strength = stepsBack ? 0.45 : 1;
      paintBoxes(context._context, resting, chipsAtRest, { ...look, strength, isMoving });
    },
    [resting, chipsAtRest, look, stepsBack, isMoving],
  );
  const hasHandles = !isReadOnly && !compare && tool !== "pan";
  const paintActiveLayer = useCallback(
    (context: Context) => {
      paintActive(context._context, {
        ...look,
        scene: active,
        chips: chipsInHand,
        toolState,
        viewport,
        stage: stageSize,
        kind: pointerKind,
        hasHandles,
        image,
        photo,
        accent,
      });
    },
    [
      look,
      active,
      chipsInHand,
      toolState,
      viewport,
      stageSize,
      pointerKind,
      hasHandles,
      image,
      photo,
      accent,
    ],
  );

  return (
    <Stage width={stageSize.width} height={stageSize.height} listening={false}>
      <Layer listening={false}>
        <Shape sceneFunc={paintPhotoLayer} />
      </Layer>
      <Layer ref={restingLayer} listening={false}>
        <Shape sceneFunc={paintRestingLayer} />
      </Layer>
      <Layer ref={activeLayer} listening={false}>
        <Shape sceneFunc={paintActiveLayer} />
      </Layer>
    </Stage>
  );
}
