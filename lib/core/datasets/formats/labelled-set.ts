import type { Box, Size } from "../../geometry/box";

/** A box as a file says it: px of the upright photo, and the set's own name of the class. */
export interface NamedBox {
  readonly name: string;
  readonly box: Box<"source">;
  /** What it was in the file: a polygon, circle or mask became the box around it. */
  readonly shape: "box" | "polygon";
  /** 1-based, in a file of lines. */
  readonly line?: number;
}

/** A line that is no label, for a report that names lines. */
export interface LineFault {
  readonly line: number;
  readonly code: "label-syntax" | "label-class-unknown";
  readonly facts: Readonly<Record<string, string | number>>;
}

/** What a file says of one photo. */
export interface PhotoLabels {
  readonly boxes: readonly NamedBox[];
  /** The photo's size as the file has it; null when it does not say. */
  readonly size: Size | null;
  /** Parts that could not be read, each in a few words; the rest is in `boxes`. */
  readonly problems: readonly string[];
  /** Regions marked as a crowd, or to be ignored: no boxes of one thing, and not in `boxes`. */
  readonly crowds?: number;
  /** The lines among `problems`, where the format has lines. */
  readonly faults?: readonly LineFault[];
  /**
   * Rows that hold more than a box: keypoints, of which the box was taken, and scores, which a network wrote. Lines that
   * say what an earlier one says count once.
   */
  readonly rows?: {
    readonly keypoints: number;
    readonly scores: number;
    readonly repeated: readonly number[];
  };
}

export interface ClassName {
  readonly id: number;
  readonly name: string;
}

/** A box that is written: px of the photo. */
export interface ClassedSourceBox {
  readonly classId: number;
  readonly box: Box<"source">;
}

/** The box around points; undefined without points or with one that is no number. */
export function boxAround(points: readonly (readonly [number, number])[]): Box<"source"> | undefined {
  if (points.length === 0 || !points.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y)))
    return undefined;
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return { x1: Math.min(...xs), y1: Math.min(...ys), x2: Math.max(...xs), y2: Math.max(...ys) };
}

/** A number as files carry it: without the noise of binary fractions. @param digits after the point */
export function rounded(value: number, digits: number): number {
  const fixed = Number(value.toFixed(digits));
  return Object.is(fixed, -0) ? 0 : fixed;
}

/** An object of unknown keys, or undefined. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** A finite number, also when it is written as text; undefined for anything else. */
export function asNumber(value: unknown): number | undefined {
  if (typeof value === "string" && value.trim() === "") return undefined;
  const number = typeof value === "string" || typeof value === "number" ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** A photo's size, when both edges are said and above 0. */
export function asSize(width: unknown, height: unknown): Size | null {
  const [w, h] = [asNumber(width), asNumber(height)];
  return w !== undefined && h !== undefined && w > 0 && h > 0 ? { width: w, height: h } : null;
}
