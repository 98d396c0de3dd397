import fc from "fast-check";
import { expect, it } from "vitest";
import { MIN_BOX_EDGE } from "@/lib/core/editor/limits";
import type { StagePointer } from "./editor-state";
import { createEditorStore, type EditorStore } from "./editor-store";

const PHOTO = { width: 400, height: 300 };
const STAGE = { width: 800, height: 600 };

type Act = (store: EditorStore) => void;

const anyPointer: fc.Arbitrary<Act> = fc
  .record({
    type: fc.constantFrom("down", "move", "move", "move", "up", "cancel" as const),
    pointer: fc.integer({ min: 1, max: 3 }),
    kind: fc.constantFrom("mouse", "touch", "touch", "pen" as const),
    button: fc.constantFrom(0, 0, 0, 1, 2),
    x: fc.integer({ min: -50, max: 850 }),
    y: fc.integer({ min: -50, max: 650 }),
    shift: fc.boolean(),
    alt: fc.boolean(),
    ctrl: fc.boolean(),
    space: fc.constantFrom(false, false, false, true),
  })
  .map(
    ({ x, y, ...event }): Act =>
      (store) =>
        store.getState().point({ ...event, stage: { x, y }, timeMs: 0 } as StagePointer),
  );

const anyOther: fc.Arbitrary<Act> = fc.constantFrom<Act[]>(
  (store) => store.getState().setTool("select"),
  (store) => store.getState().setTool("draw"),
  (store) => store.getState().setTool("pan"),
  (store) => store.getState().undo(),
  (store) => store.getState().redo(),
  (store) => store.getState().deleteBoxes(),
  (store) => store.getState().duplicateBoxes(),
  (store) => store.getState().selectAll(),
  (store) => store.getState().chooseClass(2),
  (store) => store.getState().closePicker(true),
  (store) => store.getState().cancelGesture(),
  (store) => store.getState().zoomBy(1.7),
  (store) => store.getState().fit(),
  (store) => store.getState().setDetections([], "forage-n/1", "run-2"),
);

function open(): EditorStore {
  let ids = 0;
  const store = createEditorStore({ photo: PHOTO, newId: () => `new-${++ids}`, now: () => 0 });
  store.getState().setStageSize(STAGE);
  const detections = [0, 1, 2, 3].map((candidate) => ({
    box: { x1: candidate * 90, y1: 40, x2: candidate * 90 + 120, y2: 180 },
    score: 0.9,
    classId: candidate % 2,
    candidate,
  }));
  store.getState().setDetections(detections, "forage-n/1", "run-1");
  return store;
}

it("stays sound whatever pointers, keys and re-runs come in whatever order", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 4, arbitrary: anyPointer }, { weight: 1, arbitrary: anyOther }), {
        maxLength: 60,
      }),
      (acts) => {
        const store = open();
        for (const act of acts) {
          act(store);
          const { labels, stageBoxes, visibleBoxes, selection, viewport } = store.getState();
          for (const { box } of labels) {
            expect(Math.min(box.x1, box.y1)).toBeGreaterThanOrEqual(-1e-6);
            expect(box.x2).toBeLessThanOrEqual(PHOTO.width + 1e-6);
            expect(box.y2).toBeLessThanOrEqual(PHOTO.height + 1e-6);
            expect(Math.min(box.x2 - box.x1, box.y2 - box.y1)).toBeGreaterThanOrEqual(MIN_BOX_EDGE - 1e-6);
          }
          const ids = new Set(visibleBoxes.map((box) => box.id));
          expect(new Set(stageBoxes.map((box) => box.id)).size).toBe(stageBoxes.length);
          expect(selection.every((id) => ids.has(id))).toBe(true);
          expect(viewport.scale).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 150 },
  );
});

it("comes back to the beginning by undo alone", () => {
  fc.assert(
    fc.property(fc.array(anyPointer, { maxLength: 60 }), (acts) => {
      const store = open();
      for (const act of acts) act(store);
      store.getState().cancelGesture();
      for (let guard = 0; store.getState().canUndo && guard < 100; guard += 1) store.getState().undo();
      expect(store.getState().labels).toEqual([]);
      expect(store.getState().isDirty).toBe(false);
    }),
    { numRuns: 100 },
  );
});
