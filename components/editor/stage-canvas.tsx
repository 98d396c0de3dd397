"use client";

import type Konva from "konva";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { Layer, Shape, Stage } from "react-konva/es/ReactKonvaCore";
import { useStore } from "zustand";
import type { EditorStore } from "@/lib/client/editor/editor-store";
import { boxToStage } from "@/lib/core/editor/viewport";
import type { BoxColour } from "./editor-props";
import { paintActive } from "./paint/paint-active";
import { paintPhoto } from "./paint/paint-photo";
import { paintBoxes } from "./paint/paint-scene";
import type { TextRuler } from "./paint/text-width";
import { activeChips, restingChips, sceneOf } from "./stage-scene";
import { useFadeIn } from "./use-fade-in";
import type { PhotoImage } from "./use-photo-image";

export interface StageCanvasProps {
  readonly store: EditorStore;
  readonly image: PhotoImage | undefined;
  readonly colourOf: (classId: number) => BoxColour;
  readonly labelOf: (classId: number) => string;
  readonly ruler: TextRuler;
  readonly accent: string;
}

/** Draws the photo, the resting boxes and what is in hand: three layers, no listeners, no state of its own. */
export default function StageCanvas({ store, image, colourOf, labelOf, ruler, accent }: StageCanvasProps) {
  const state = useStore(store);
  const { viewport, stageSize, photo, compare, visibleBoxes, model, hiddenClasses, selection, hovered } =
    state;
  const toolState = state.machine.state;
  const restingLayer = useRef<Konva.Layer>(null);
  const activeLayer = useRef<Konva.Layer>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the fields of `state` that a scene is made of
  const scene = useMemo(
    () => sceneOf(state),
    [viewport, compare, visibleBoxes, model, hiddenClasses, selection, hovered, toolState],
  );
  const chips = useMemo(() => {
    const options = { labelOf, ruler, stage: stageSize };
    const active = activeChips(scene, options);
    return { active, resting: restingChips(scene, active, options) };
  }, [scene, labelOf, ruler, stageSize]);

  useEffect(() => {
    store.getState().setChips([...chips.resting, ...chips.active]);
  }, [store, chips]);

  const repaint = useCallback(() => {
    restingLayer.current?.batchDraw();
    activeLayer.current?.batchDraw();
  }, []);
  const ids = useMemo(
    () =>
      compare ? model.detections.map(({ candidate }) => String(candidate)) : visibleBoxes.map(({ id }) => id),
    [compare, model, visibleBoxes],
  );
  const { alphaOf } = useFadeIn(ids, repaint);
  const options = { colourOf, labelOf, ruler, alphaOf };

  return (
    <Stage width={stageSize.width} height={stageSize.height} listening={false}>
      <Layer listening={false}>
        <Shape
          sceneFunc={(context) => {
            if (image) paintPhoto(context._context, image, { viewport, photo });
          }}
        />
      </Layer>
      <Layer ref={restingLayer} listening={false}>
        <Shape
          sceneFunc={(context) => {
            const strength = scene.isShaping ? 0.45 : 1;
            paintBoxes(context._context, scene.resting, chips.resting, { ...options, strength });
          }}
        />
      </Layer>
      <Layer ref={activeLayer} listening={false}>
        <Shape
          sceneFunc={(context) => {
            paintActive(context._context, {
              ...options,
              scene,
              chips: chips.active,
              toolState,
              viewport,
              stage: stageSize,
              kind: state.pointerKind,
              hasHandles: !state.isReadOnly && !compare && state.tool !== "pan",
              photoArea: boxToStage(viewport, { x1: 0, y1: 0, x2: photo.width, y2: photo.height }),
              image,
              photo,
              accent,
            });
          }}
        />
      </Layer>
    </Stage>
  );
}
