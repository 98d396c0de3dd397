import fc from "fast-check";
import { expect, it } from "vitest";
import { cropRegion } from "./crop-region";

const PHOTO = { width: 1000, height: 800 };

it("pads a box and keeps it in the middle", () => {
  // 200 × 1.45 = 290 wide, 217.5 high, around (500, 400)
  const region = cropRegion([{ x1: 400, y1: 350, x2: 600, y2: 450 }], PHOTO);
  expect(region).toEqual({ x: 355, y: 291.25, width: 290, height: 217.5 });
});

it("stays inside the photo at its edges", () => {
  expect(cropRegion([{ x1: 0, y1: 0, x2: 100, y2: 75 }], PHOTO)).toMatchObject({ x: 0, y: 0 });
});

it("holds every box, whatever their shapes", () => {
  const edge = fc.integer({ min: 0, max: 800 });
  const box = fc.tuple(edge, edge, edge, edge).map(([a, b, c, d]) => ({
    x1: Math.min(a, b),
    x2: Math.max(a, b),
    y1: Math.min(c, d),
    y2: Math.max(c, d),
  }));
  fc.assert(
    fc.property(fc.array(box, { minLength: 1, maxLength: 4 }), (boxes) => {
      const { x, y, width, height } = cropRegion(boxes, PHOTO);
      for (const { x1, y1, x2, y2 } of boxes) {
        expect(Math.min(x1 - x, y1 - y, x + width - x2, y + height - y2)).toBeGreaterThanOrEqual(-1e-6);
      }
    }),
  );
});
