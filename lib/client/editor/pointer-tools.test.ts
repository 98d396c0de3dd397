import { beforeEach, describe, expect, it } from "vitest";
import { previewOf } from "@/lib/core/editor/tools/preview";
import type { Box } from "@/lib/core/geometry/box";
import { createEditorStore, type EditorStore } from "./editor-store";
import { pointerScript } from "./pointer-script";

const PHOTO = { width: 400, height: 300 };
const [APPLE, PLATE, LEMON] = [0, 1, 2];
/** A plate with an apple on it, and a lemon beside. */
const BOXES = [
  { box: { x1: 40, y1: 40, x2: 200, y2: 200 }, classId: PLATE },
  { box: { x1: 80, y1: 80, x2: 120, y2: 120 }, classId: APPLE },
  { box: { x1: 260, y1: 60, x2: 340, y2: 120 }, classId: LEMON },
];
const [plate, apple, lemon] = ["model:run:0", "model:run:1", "model:run:2"];

let store: EditorStore;
const state = () => store.getState();
const boxOf = (id: string): Box<"source"> | undefined =>
  state().visibleBoxes.find((box) => box.id === id)?.box;
const mouse = () => pointerScript(store);
const touch = () => pointerScript(store, "touch");

beforeEach(() => {
  let ids = 0;
  store = createEditorStore({ photo: PHOTO, newId: () => `new-${++ids}`, now: () => 0 });
  // Scale 2 with room around: what is 1 source px is 2 px on the stage.
  state().setStageSize({ width: 1000, height: 800 });
  state().setViewport({ scale: 2, x: 100, y: 100 });
  const detections = BOXES.map((each, candidate) => ({ ...each, candidate, score: 0.9 - candidate / 10 }));
  state().setDetections(detections, "forage-n/1", "run");
});

describe("select", () => {
  it("takes the smallest box under the pointer", () => {
    mouse().click(100, 100);
    expect(state().selection).toEqual([apple]);
    expect(state().labels).toEqual([]);
  });

  it("takes the larger box where the smaller is not", () => {
    mouse().click(60, 180);
    expect(state().selection).toEqual([plate]);
  });

  it("digs through a pile with Alt", () => {
    mouse().click(100, 100, { alt: true });
    expect(state().selection).toEqual([apple]);
    mouse().click(100, 100, { alt: true });
    expect(state().selection).toEqual([plate]);
    mouse().click(100, 100, { alt: true });
    expect(state().selection).toEqual([apple]);
  });

  it("reaches each box of a pile with repeated clicks, quick or slow, and starts again", () => {
    const bread = { box: { x1: 70, y1: 70, x2: 140, y2: 140 }, score: 0.5, classId: LEMON, candidate: 3 };
    state().setDetections([...state().detections, bread], "forage-n/1", "run");
    const pointer = mouse();
    const reached = [0, 900, 0, 900].map((pause) => {
      pointer.wait(pause).click(100, 100);
      return state().selection;
    });
    expect(reached).toEqual([[apple], ["model:run:3"], [plate], [apple]]);
    expect(state().picker).toBeNull();
  });

  it("counts a click on the selected box's handle as a click in the pile", () => {
    // 2 px on the stage within the apple's edge, where its handle lies once it is selected
    mouse().click(81, 100).click(81, 100);
    expect(state().selection).toEqual([plate]);
    expect(state().labels).toEqual([]);
  });

  it("starts with the smallest again in another place", () => {
    mouse().click(100, 100).click(100, 100);
    expect(state().selection).toEqual([plate]);
    mouse().click(110, 110);
    expect(state().selection).toEqual([apple]);
  });

  it("moves and names the box that repeated clicks reached", () => {
    mouse().click(100, 100).click(100, 100);
    mouse().click(100, 100, { button: 2 });
    expect(state().picker).toEqual({ ids: [plate], reason: "relabel" });
    state().closePicker();
    mouse().drag([100, 100], [110, 100]);
    expect([boxOf(plate)?.x1, boxOf(apple)?.x1]).toEqual([50, 80]);
  });

  it("adds and takes away with Shift", () => {
    mouse().click(100, 100).click(300, 90, { shift: true });
    expect(state().selection).toEqual([apple, lemon]);
    mouse().click(100, 100, { shift: true });
    expect(state().selection).toEqual([lemon]);
  });

  it("lets go beside all boxes", () => {
    mouse().click(100, 100).click(380, 280);
    expect(state().selection).toEqual([]);
  });

  it("narrows several to the one clicked, but only on release", () => {
    state().select([apple, lemon]);
    mouse().move(300, 90).down(300, 90);
    expect(state().selection).toEqual([apple, lemon]);
    mouse().up(300, 90);
    expect(state().selection).toEqual([lemon]);
  });

  it("shows what a press would take", () => {
    mouse().move(300, 90);
    expect(state().hovered).toBe(lemon);
    mouse().move(380, 280);
    expect(state().hovered).toBeNull();
  });

  it("opens the class picker on a double click and on a right click", () => {
    mouse().click(300, 90).click(300, 90);
    expect(state().picker).toEqual({ ids: [lemon], reason: "relabel" });
    state().closePicker();
    mouse().click(100, 100, { button: 2 });
    expect(state().picker).toEqual({ ids: [apple], reason: "relabel" });
  });

  it("takes two slow clicks for two clicks", () => {
    const pointer = mouse().click(300, 90);
    pointer.wait(500).click(300, 90);
    expect(state().picker).toBeNull();
  });
});

describe("dragging", () => {
  it("is a preview until release, then one undo step", () => {
    const pointer = mouse().move(300, 90).down(300, 90).move(310, 100);
    expect(state().labels).toEqual([]);
    expect(previewOf(state().machine.state).moved.get(lemon)).toEqual({ x1: 270, y1: 70, x2: 350, y2: 130 });
    pointer.move(320, 90).up(320, 90);
    expect(boxOf(lemon)).toEqual({ x1: 280, y1: 60, x2: 360, y2: 120 });
    state().undo();
    expect(boxOf(lemon)).toEqual(BOXES[2]?.box);
    expect(state().canUndo).toBe(false);
  });

  it("does not start within the threshold", () => {
    mouse().move(300, 90).down(300, 90).move(301, 90).up(301, 90);
    expect(state().labels).toEqual([]);
    expect(state().selection).toEqual([lemon]);
  });

  it("moves all that is selected, together, within the photo", () => {
    state().select([apple, lemon]);
    mouse().drag([300, 90], [400, 90]);
    // The lemon has 60 px of room to the right.
    expect([boxOf(apple)?.x1, boxOf(lemon)?.x2]).toEqual([140, 400]);
  });

  it("keeps to one axis with Shift", () => {
    state().select([lemon]);
    mouse().drag([300, 90], [330, 100], { shift: true });
    expect(boxOf(lemon)).toEqual({ x1: 290, y1: 60, x2: 370, y2: 120 });
  });

  it("leaves the original and moves a copy with Alt", () => {
    mouse().drag([300, 90], [300, 190], { alt: true });
    expect(boxOf(lemon)).toEqual(BOXES[2]?.box);
    expect(state().selection).toEqual(["new-1"]);
    expect(boxOf("new-1")).toEqual({ x1: 260, y1: 160, x2: 340, y2: 220 });
  });

  it("ends without a trace on Escape and on a lost pointer", () => {
    mouse().move(300, 90).down(300, 90).move(320, 90);
    expect(state().cancelGesture()).toBe(true);
    mouse().up(320, 90);
    expect(state().labels).toEqual([]);
    mouse().move(300, 90).down(300, 90).move(320, 90).cancel();
    expect(state().labels).toEqual([]);
    expect(state().machine.state.name).toBe("idle");
  });

  it("keeps the box in hand when a re-run lands meanwhile", () => {
    const pointer = mouse().move(300, 90).down(300, 90).move(310, 90);
    state().setDetections([], "forage-n/1", "run-2");
    pointer.move(320, 90).up(320, 90);
    expect(boxOf(lemon)).toEqual({ x1: 280, y1: 60, x2: 360, y2: 120 });
  });
});

describe("resizing", () => {
  it("pulls a corner by where it was grabbed", () => {
    state().select([lemon]);
    // Two px beside the corner: the corner moves by as much as the pointer.
    mouse().drag([341, 121], [361, 141]);
    expect(boxOf(lemon)).toEqual({ x1: 260, y1: 60, x2: 360, y2: 140 });
    expect(state().labels[0]?.state).toBe("edited");
  });

  it("takes an edge anywhere along it", () => {
    state().select([lemon]);
    mouse().drag([340, 75], [350, 75]);
    expect(boxOf(lemon)).toEqual({ x1: 260, y1: 60, x2: 350, y2: 120 });
  });

  it("flips over", () => {
    state().select([lemon]);
    mouse().drag([340, 90], [220, 90]);
    expect(boxOf(lemon)).toEqual({ x1: 220, y1: 60, x2: 260, y2: 120 });
  });

  it("shows handles of one selected box only", () => {
    state().select([lemon, apple]);
    mouse().move(340, 90).down(340, 90);
    expect(state().machine.state.name).toBe("pointing-box");
  });

  it("leaves the middle of the smallest box for moving", () => {
    const small = { x1: 10, y1: 10, x2: 16, y2: 16 };
    state().setDetections([{ box: small, classId: 0, score: 1, candidate: 9 }], "forage-n/1", "small");
    state().select(["model:small:9"]);
    mouse().drag([13, 13], [33, 13]);
    expect(boxOf("model:small:9")).toEqual({ x1: 30, y1: 10, x2: 36, y2: 16 });
  });
});

describe("drawing", () => {
  beforeEach(() => state().setTool("draw"));

  it("draws over other boxes and asks for the class", () => {
    mouse().drag([90, 90], [110, 130]);
    expect(boxOf("new-1")).toEqual({ x1: 90, y1: 90, x2: 110, y2: 130 });
    expect(state().picker).toEqual({ ids: ["new-1"], reason: "drawn" });
    expect(state().tool).toBe("draw");
  });

  it("makes box and class one undo step", () => {
    mouse().drag([90, 90], [110, 130]);
    state().chooseClass(LEMON);
    expect(state().stageBoxes.find((box) => box.id === "new-1")?.classId).toBe(LEMON);
    state().undo();
    expect(boxOf("new-1")).toBeUndefined();
    expect(state().canUndo).toBe(false);
  });

  it("takes the box back when the picker is left with Escape", () => {
    mouse().drag([90, 90], [110, 130]);
    state().closePicker(true);
    expect(state().labels).toEqual([]);
  });

  it("gives no box a class that nobody chose: drawing the next leaves it without a name", () => {
    mouse().drag([90, 90], [110, 130]);
    state().chooseClass(LEMON);
    mouse().drag([300, 200], [320, 230]).drag([330, 200], [350, 230]);
    expect(state().labels.map((label) => label.classId)).toEqual([LEMON]);
    expect(state().unnamed.map(({ id }) => id)).toEqual(["new-2", "new-3"]);
    expect(state().picker).toEqual({ ids: ["new-3"], reason: "drawn" });
  });

  it("starts at the edge when pressed beside the photo", () => {
    mouse().drag([-20, -20], [30, 40]);
    expect(boxOf("new-1")).toEqual({ x1: 0, y1: 0, x2: 30, y2: 40 });
  });

  it("draws a square with Shift, and from the centre with Alt", () => {
    mouse().drag([300, 200], [330, 210], { shift: true });
    expect(boxOf("new-1")).toEqual({ x1: 300, y1: 200, x2: 330, y2: 230 });
    mouse().drag([200, 250], [210, 255], { alt: true });
    expect(boxOf("new-2")).toEqual({ x1: 190, y1: 245, x2: 210, y2: 255 });
  });

  it("draws right beside the box just drawn", () => {
    mouse().drag([300, 200], [330, 220]);
    mouse().drag([331, 205], [360, 220]);
    expect(boxOf("new-2")).toEqual({ x1: 331, y1: 205, x2: 360, y2: 220 });
  });

  it("takes two clicks for two corners", () => {
    mouse().click(300, 200).move(330, 220);
    expect(previewOf(state().machine.state).drafts[0]?.box).toEqual({ x1: 300, y1: 200, x2: 330, y2: 220 });
    mouse().click(340, 240);
    expect(boxOf("new-1")).toEqual({ x1: 300, y1: 200, x2: 340, y2: 240 });
  });

  it("takes a double click for a slip", () => {
    mouse().click(300, 200).click(300, 200);
    expect(state().machine.state.name).toBe("idle");
    expect(state().labels).toEqual([]);
  });

  it("still pulls the handles of the box just drawn", () => {
    mouse().drag([300, 200], [330, 220]);
    state().chooseClass(APPLE);
    mouse().drag([330, 220], [340, 230]);
    expect(state().labels.map((label) => label.box)).toEqual([{ x1: 300, y1: 200, x2: 340, y2: 230 }]);
  });

  it("selects with Ctrl", () => {
    mouse().click(100, 100, { ctrl: true });
    expect(state().selection).toEqual([apple]);
  });
});

describe("the selecting rectangle", () => {
  it("selects what it touches, and not what it lies within", () => {
    mouse().drag([230, 20], [350, 130]);
    expect(state().selection).toEqual([lemon]);
    // Ctrl starts it on a box.
    mouse().drag([70, 70], [130, 130], { ctrl: true });
    expect(state().selection).toEqual([apple]);
  });

  it("adds with Shift", () => {
    state().select([apple]);
    mouse().drag([230, 20], [350, 130], { shift: true });
    expect(state().selection).toEqual([apple, lemon]);
  });
});

describe("moving the view", () => {
  const offset = () => ({ x: state().viewport.x, y: state().viewport.y });

  it("follows the middle button, the space bar and the hand", () => {
    mouse().down(300, 90, { button: 1 });
    state().point({ ...at(720, 300), type: "move", button: 1 });
    expect(offset()).toEqual({ x: 120, y: 120 });
    state().point({ ...at(720, 300), type: "up", button: 1 });
    expect(state().selection).toEqual([]);
    mouse().down(300, 90, { space: true });
    expect(state().machine.state.name).toBe("panning");
    mouse().up(300, 90);
    state().setTool("pan");
    mouse().down(300, 90);
    expect(state().machine.state.name).toBe("panning");
  });
});

function at(x: number, y: number, pointer = 1, kind: "mouse" | "touch" = "mouse") {
  return {
    ...{ pointer, kind, button: 0, stage: { x, y }, timeMs: 0 },
    ...{ shift: false, alt: false, ctrl: false, space: false },
  };
}

describe("touch", () => {
  it("pans on a box that is not selected, so that looking around moves nothing", () => {
    touch().down(300, 90);
    state().point({ ...at(740, 300, 1, "touch"), type: "move" });
    expect(state().machine.state.name).toBe("panning");
    expect(state().selection).toEqual([]);
  });

  it("selects on a tap and then moves", () => {
    touch().down(300, 90).up(300, 90).wait(1000).drag([300, 90], [320, 90]);
    expect(boxOf(lemon)).toEqual({ x1: 280, y1: 60, x2: 360, y2: 120 });
  });

  it("reaches each box of a pile with repeated taps", () => {
    const finger = touch();
    const reached = [0, 0, 0].map(() => {
      finger.down(100, 100).up(100, 100);
      return state().selection;
    });
    expect(reached).toEqual([[apple], [plate], [apple]]);
  });

  it("has handles large enough for a finger", () => {
    state().select([lemon]);
    // 20 px on the stage beside the corner.
    touch().drag([350, 130], [360, 140]);
    expect(boxOf(lemon)).toEqual({ x1: 260, y1: 60, x2: 350, y2: 130 });
  });

  it("zooms with two fingers about the point between them, and drops what the first had begun", () => {
    state().setTool("draw");
    state().point({ ...at(500, 400, 1, "touch"), type: "down" });
    state().point({ ...at(520, 420, 1, "touch"), type: "move" });
    state().point({ ...at(580, 420, 2, "touch"), type: "down" });
    expect(previewOf(state().machine.state).drafts).toEqual([]);
    // From 60 px apart to 120 px, the middle staying at 550: twice the scale.
    state().point({ ...at(490, 420, 1, "touch"), type: "move" });
    state().point({ ...at(610, 420, 2, "touch"), type: "move" });
    expect(state().viewport.scale).toBeCloseTo(4);
    // What was under 550, 420 (source 225, 160) still is.
    expect(state().viewport.x + 225 * 4).toBeCloseTo(550);
    expect(state().viewport.y + 160 * 4).toBeCloseTo(420);
    state().point({ ...at(610, 420, 2, "touch"), type: "up" });
    expect(state().machine.state.name).toBe("panning");
    state().point({ ...at(490, 420, 1, "touch"), type: "up" });
    expect(state().machine.state.name).toBe("idle");
    expect(state().labels).toEqual([]);
  });

  it("zooms in on a double tap, and back out on the next", () => {
    state().fit();
    const fitted = state().viewport.scale;
    const tap = (timeMs: number) => {
      state().point({ ...at(500, 400, 1, "touch"), type: "down", timeMs });
      state().point({ ...at(500, 400, 1, "touch"), type: "up", timeMs });
    };
    tap(0);
    tap(200);
    expect(state().viewport.scale).toBeCloseTo(fitted * 2.5);
    tap(1000);
    tap(1200);
    expect(state().viewport.scale).toBeCloseTo(fitted);
  });
});

describe("what must not be edited", () => {
  it("lets a read-only stage select and pan, nothing more", () => {
    state().setReadOnly(true);
    state().select([lemon]);
    mouse().drag([340, 120], [360, 140]);
    expect(state().labels).toEqual([]);
    state().setTool("draw");
    mouse().drag([300, 200], [330, 230]);
    expect(state().labels).toEqual([]);
  });

  it("lets the model's own boxes be looked at only", () => {
    state().setCompare(true);
    mouse().click(300, 90);
    expect(state().selection).toEqual([]);
  });

  it("cannot hit a class that is hidden", () => {
    state().setHiddenClasses([APPLE]);
    mouse().click(100, 100);
    expect(state().selection).toEqual([plate]);
  });
});
