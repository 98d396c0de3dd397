import type { Box } from "../geometry/box";

/** Rectangles filed by place, to ask what lies near one without looking at all. Mutable: fill it, ask it, drop it. */
export interface RectGrid<T> {
  add(area: Box<"source">, value: T): void;
  /** True as soon as `test` is, for one of the rectangles whose cells touch the area. One may be tested twice. */
  some(area: Box<"source">, test: (value: T, at: Box<"source">) => boolean): boolean;
}

const CELL = 48;

interface Entry<T> {
  readonly area: Box<"source">;
  readonly value: T;
}

/** @param bounds what lies outside is filed at the edge */
export function createRectGrid<T>(bounds: Box<"source">): RectGrid<T> {
  const columns = Math.max(Math.ceil((bounds.x2 - bounds.x1) / CELL), 1);
  const rows = Math.max(Math.ceil((bounds.y2 - bounds.y1) / CELL), 1);
  const cells: Entry<T>[][] = Array.from({ length: columns * rows }, () => []);
  const index = (value: number, from: number, count: number) =>
    Math.min(Math.max(Math.floor((value - from) / CELL), 0), count - 1);

  function eachCell(area: Box<"source">, visit: (cell: Entry<T>[]) => void): void {
    const [left, right] = [index(area.x1, bounds.x1, columns), index(area.x2, bounds.x1, columns)];
    const [top, bottom] = [index(area.y1, bounds.y1, rows), index(area.y2, bounds.y1, rows)];
    for (let row = top; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) {
        visit(cells[row * columns + column] ?? []);
      }
    }
  }

  return {
    add(area, value) {
      const entry = { area, value };
      eachCell(area, (cell) => cell.push(entry));
    },
    some(area, test) {
      const [left, right] = [index(area.x1, bounds.x1, columns), index(area.x2, bounds.x1, columns)];
      const [top, bottom] = [index(area.y1, bounds.y1, rows), index(area.y2, bounds.y1, rows)];
      for (let row = top; row <= bottom; row += 1) {
        for (let column = left; column <= right; column += 1) {
          const cell = cells[row * columns + column]!;
          for (let at = 0; at < cell.length; at += 1) {
            const entry = cell[at]!;
            if (test(entry.value, entry.area)) return true;
          }
        }
      }
      return false;
    },
  };
}
