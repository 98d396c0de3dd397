import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  boxToStage,
  FIT_MARGIN,
  fitViewport,
  KEEP_VISIBLE,
  MAX_FIT_SCALE,
  panBy,
  revealBox,
  scaleLimits,
  toSource,
  toStage,
  zoomAt,
} from "./viewport";

const photo = { width: 400, height: 300 };
const stage = { width: 800, height: 600 };
const frame = { photo, stage };

describe("fit", () => {
  it("shows the whole photo, centred, with the margin", () => {
    // 600 - 2·28 = 544 px for 300: scale 1.8133; the width has room left.
    const viewport = fitViewport(photo, stage);
    expect(viewport.scale).toBeCloseTo(544 / 300);
    expect(viewport.y).toBeCloseTo(FIT_MARGIN);
    expect(viewport.x).toBeCloseTo((800 - 400 * viewport.scale) / 2);
  });

  it("does not blow a tiny photo up without end", () => {
    expect(fitViewport({ width: 1, height: 1 }, stage).scale).toBe(MAX_FIT_SCALE);
  });

  it("takes a stage that has no size yet", () => {
    expect(fitViewport(photo, { width: 0, height: 0 })).toEqual({ scale: 1, x: 0, y: 0 });
  });

  it("never crops, whatever the shapes", () => {
    const edge = fc.integer({ min: 1, max: 8000 });
    fc.assert(
      fc.property(edge, edge, edge, edge, (width, height, stageWidth, stageHeight) => {
        const size = { width, height };
        const viewport = fitViewport(size, { width: stageWidth, height: stageHeight });
        const shown = boxToStage(viewport, { x1: 0, y1: 0, x2: width, y2: height });
        expect(Math.min(shown.x1, shown.y1)).toBeGreaterThanOrEqual(-1e-6);
        expect(shown.x2).toBeLessThanOrEqual(stageWidth + 1e-6);
        expect(shown.y2).toBeLessThanOrEqual(stageHeight + 1e-6);
      }),
    );
  });
});

describe("zoom", () => {
  const start = fitViewport(photo, stage);

  it("keeps the point under the pointer where it is", () => {
    const at = { x: 300, y: 250 };
    const before = toSource(start, at);
    expect(toStage(zoomAt(start, start.scale * 2, at, frame), before).x).toBeCloseTo(at.x);
    expect(toStage(zoomAt(start, start.scale * 2, at, frame), before).y).toBeCloseTo(at.y);
  });

  it("stops at its limits", () => {
    const limits = scaleLimits(photo, stage);
    expect(zoomAt(start, 1e9, { x: 0, y: 0 }, frame).scale).toBe(limits.max);
    expect(zoomAt(start, 1e-9, { x: 0, y: 0 }, frame).scale).toBe(limits.min);
    expect(limits.min).toBeLessThan(1);
    expect(limits.max).toBeGreaterThanOrEqual(32);
  });
});

it("cannot lose the photo by panning", () => {
  const start = fitViewport(photo, stage);
  const far = panBy(start, { x: 1e6, y: -1e6 }, frame);
  const shown = boxToStage(far, { x1: 0, y1: 0, x2: photo.width, y2: photo.height });
  expect(stage.width - shown.x1).toBeCloseTo(KEEP_VISIBLE);
  expect(shown.y2).toBeCloseTo(KEEP_VISIBLE);
});

describe("reveal", () => {
  const box = { x1: 300, y1: 200, x2: 350, y2: 250 };

  it("leaves a view that shows the box alone", () => {
    const viewport = fitViewport(photo, stage);
    expect(revealBox(viewport, box, frame)).toBe(viewport);
  });

  it("brings a box from outside in, at the same scale", () => {
    const viewport = revealBox({ scale: 4, x: 0, y: 0 }, box, frame);
    const shown = boxToStage(viewport, box);
    expect(viewport.scale).toBe(4);
    expect(shown.x1).toBeGreaterThanOrEqual(0);
    expect(shown.x2).toBeLessThanOrEqual(stage.width);
  });

  it("zooms out for a box larger than the stage", () => {
    const whole = { x1: 0, y1: 0, x2: 400, y2: 300 };
    const shown = boxToStage(revealBox({ scale: 8, x: -800, y: -700 }, whole, frame), whole);
    expect(shown.x2 - shown.x1).toBeLessThanOrEqual(stage.width);
    expect(Math.min(shown.x1, shown.y1)).toBeGreaterThanOrEqual(0);
  });
});
