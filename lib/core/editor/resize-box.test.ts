import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MIN_BOX_EDGE } from "./limits";
import { HANDLES, handlePoint, resizeBox } from "./resize-box";

const photo = { width: 100, height: 80 };
const start = { x1: 20, y1: 20, x2: 60, y2: 40 };

describe("one handle", () => {
  it("moves its own edges alone", () => {
    expect(resizeBox(start, "e", { x: 70, y: 5 }, { photo })).toEqual({ ...start, x2: 70 });
    expect(resizeBox(start, "nw", { x: 10, y: 15 }, { photo })).toEqual({ ...start, x1: 10, y1: 15 });
  });

  it("flips the box over when pulled past the opposite side", () => {
    expect(resizeBox(start, "e", { x: 5, y: 0 }, { photo })).toEqual({ x1: 5, y1: 20, x2: 20, y2: 40 });
    expect(resizeBox(start, "se", { x: 10, y: 10 }, { photo })).toEqual({ x1: 10, y1: 10, x2: 20, y2: 20 });
  });

  it("stops at the minimum on the side it is pulled to", () => {
    expect(resizeBox(start, "e", { x: 21, y: 0 }, { photo })).toEqual({ ...start, x2: 20 + MIN_BOX_EDGE });
    expect(resizeBox(start, "e", { x: 19, y: 0 }, { photo })).toEqual({
      ...start,
      x1: 20 - MIN_BOX_EDGE,
      x2: 20,
    });
  });

  it("does not flip where the photo leaves no room", () => {
    const atEdge = { x1: 1, y1: 20, x2: 30, y2: 40 };
    expect(resizeBox(atEdge, "e", { x: -40, y: 0 }, { photo })).toEqual({ ...atEdge, x2: 1 + MIN_BOX_EDGE });
  });

  it("stops at the photo's edge", () => {
    expect(resizeBox(start, "se", { x: 400, y: 400 }, { photo })).toEqual({ ...start, x2: 100, y2: 80 });
  });
});

describe("with Shift", () => {
  it("keeps the proportions from a corner, after the longer pull", () => {
    // 40×20 pulled to 60 wide: 1.5 times, so 30 high.
    const box = resizeBox(start, "se", { x: 80, y: 41 }, { photo, keepAspect: true });
    expect(box).toEqual({ x1: 20, y1: 20, x2: 80, y2: 50 });
  });

  it("grows the other axis about its middle from an edge", () => {
    const box = resizeBox(start, "e", { x: 80, y: 0 }, { photo, keepAspect: true });
    expect(box).toEqual({ x1: 20, y1: 15, x2: 80, y2: 45 });
  });

  it("keeps them where the photo ends", () => {
    const box = resizeBox(start, "se", { x: 500, y: 500 }, { photo, keepAspect: true });
    expect((box.x2 - box.x1) / (box.y2 - box.y1)).toBeCloseTo(2);
    expect(box.x2).toBe(100);
  });
});

describe("with Alt", () => {
  it("keeps the centre", () => {
    expect(resizeBox(start, "e", { x: 70, y: 0 }, { photo, fromCentre: true })).toEqual({
      ...start,
      x1: 10,
      x2: 70,
    });
  });
});

const anyStart = fc
  .record({
    x: fc.double({ min: 0, max: 90, noNaN: true }),
    y: fc.double({ min: 0, max: 70, noNaN: true }),
    width: fc.double({ min: 3, max: 10, noNaN: true }),
    height: fc.double({ min: 3, max: 10, noNaN: true }),
  })
  .map(({ x, y, width, height }) => ({ x1: x, y1: y, x2: x + width, y2: y + height }));
const anyPull = fc.record({
  handle: fc.constantFrom(...HANDLES),
  to: fc.record({
    x: fc.double({ min: -300, max: 300, noNaN: true }),
    y: fc.double({ min: -300, max: 300, noNaN: true }),
  }),
  keepAspect: fc.boolean(),
  fromCentre: fc.boolean(),
});

it("always ends in the photo, ordered and no thinner than the minimum", () => {
  fc.assert(
    fc.property(anyStart, anyPull, (box, { handle, to, ...options }) => {
      const { x1, y1, x2, y2 } = resizeBox(box, handle, to, { ...options, photo });
      expect(Math.min(x1, y1)).toBeGreaterThanOrEqual(0);
      expect(x2).toBeLessThanOrEqual(photo.width);
      expect(y2).toBeLessThanOrEqual(photo.height);
      expect(Math.min(x2 - x1, y2 - y1)).toBeGreaterThanOrEqual(MIN_BOX_EDGE - 1e-9);
    }),
  );
});

it("puts the handle where the pointer is, while that is in the photo and past the minimum", () => {
  fc.assert(
    fc.property(anyStart, fc.constantFrom(...HANDLES), (box, handle) => {
      const at = handlePoint(box, handle);
      const to = {
        x: at.x + (handle.includes("w") ? -0.5 : 0.5),
        y: at.y + (handle.includes("n") ? -0.5 : 0.5),
      };
      fc.pre(to.x >= 0 && to.y >= 0 && to.x <= photo.width && to.y <= photo.height);
      const pulled = handlePoint(resizeBox(box, handle, to, { photo }), handle);
      if (handle !== "n" && handle !== "s") expect(pulled.x).toBeCloseTo(to.x);
      if (handle !== "e" && handle !== "w") expect(pulled.y).toBeCloseTo(to.y);
    }),
  );
});
