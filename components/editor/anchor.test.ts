import { expect, it } from "vitest";
import { alongBox, besideBox } from "./anchor";

const stage = { width: 800, height: 600 };
const panel = { width: 200, height: 300 };

it("puts a panel to the right of a box, and to the left where the stage ends", () => {
  const options = { stage, panel, gap: 10 };
  expect(besideBox({ x1: 100, y1: 50, x2: 200, y2: 100 }, options)).toEqual({ left: 210, top: 50 });
  expect(besideBox({ x1: 600, y1: 50, x2: 700, y2: 100 }, options)).toEqual({ left: 390, top: 50 });
});

it("keeps a panel on the stage beside a box at the bottom", () => {
  const place = besideBox({ x1: 100, y1: 550, x2: 200, y2: 590 }, { stage, panel, gap: 10 });
  expect(place.top).toBe(292);
});

it("puts a panel over a box that fills the stage", () => {
  const place = besideBox({ x1: 0, y1: 0, x2: 800, y2: 600 }, { stage, panel, gap: 10 });
  expect(place).toEqual({ left: 590, top: 8 });
});

it("puts a bar below a box, above it at the bottom, and within one that fills the stage", () => {
  const options = { stage, panel: { width: 200, height: 44 }, gap: 10, above: 30 };
  expect(alongBox({ x1: 300, y1: 100, x2: 400, y2: 200 }, options)).toEqual({ left: 250, top: 210 });
  expect(alongBox({ x1: 300, y1: 400, x2: 400, y2: 590 }, options).top).toBe(326);
  expect(alongBox({ x1: 0, y1: 0, x2: 800, y2: 600 }, options)).toEqual({ left: 300, top: 538 });
});

it("keeps a bar clear of what lies over the stage", () => {
  const stage = { width: 800, height: 600 };
  const panel = { width: 200, height: 44 };
  const place = (y1: number, y2: number, covered: { top: number; bottom: number }) =>
    alongBox({ x1: 300, y1, x2: 500, y2 }, { stage, panel, gap: 38, above: 32, covered }).top;
  // below the box it would end at 400 + 38 + 44 = 482; covered from 480 on, it goes above: 300 - 32 - 44
  expect(place(300, 400, { top: 0, bottom: 100 })).toBe(438);
  expect(place(300, 400, { top: 0, bottom: 120 })).toBe(224);
  // a box below the covered edge leaves the bar above that edge: 600 - 120 - 44 - 8
  expect(place(560, 590, { top: 0, bottom: 120 })).toBe(428);
  // covered at the top, a box up there leaves the bar below: 90 + 8
  expect(place(-80, 10, { top: 90, bottom: 0 })).toBe(98);
});
