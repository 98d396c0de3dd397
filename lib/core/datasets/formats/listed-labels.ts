import type { Box } from "../../geometry/box";
import type { Split } from "../split";
import type { NamedBox, PhotoLabels } from "./labelled-set";
import type { OpenPoint, SetDoubt } from "./opened-set";

/** Boxes as a list has them. */
export interface ListedBoxes {
  readonly length: number;
  map<T>(work: (box: NamedBox) => T): T[];
}

/** Boxes of which a file may have millions: eight bytes a number, and no object for any. */
export class PackedBoxes implements ListedBoxes {
  readonly #edges: number[] = [];
  readonly #names: string[] = [];
  readonly #polygons = new Set<number>();

  get length(): number {
    return this.#names.length;
  }

  push({ name, box, shape }: Pick<NamedBox, "name" | "box" | "shape">): void {
    if (shape === "polygon") this.#polygons.add(this.#names.length);
    this.#names.push(name);
    this.#edges.push(box.x1, box.y1, box.x2, box.y2);
  }

  map<T>(work: (box: NamedBox) => T): T[] {
    return this.#names.map((name, index) => {
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = this.#edges.slice(4 * index, 4 * index + 4);
      const shape = this.#polygons.has(index) ? "polygon" : "box";
      return work({ name, box: { x1, y1, x2, y2 }, shape });
    });
  }
}

/** Gives the same text for equal ones, so that rows that are cut out of a file keep one of each. */
export function createInterned(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const same = known.get(text);
    if (same !== undefined) return same;
    known.set(text, text);
    return text;
  };
}

/** What a file that labels many photos says of one. */
export interface ListedPhoto extends Omit<PhotoLabels, "boxes"> {
  readonly boxes: ListedBoxes;
  /** The photo as the file names it: paths, names or addresses, the surest first. */
  readonly names: readonly string[];
  /** The photo's file name without ending, where the file has no more. */
  readonly stem?: string;
  /** What the boxes count in: px, or shares of the photo's edges. */
  readonly unit: "px" | "share";
  /**
   * labelled: somebody looked at it. listed: it is named and has no shape, and nothing says whether somebody looked.
   * unlabelled: nobody did.
   */
  readonly state: "labelled" | "listed" | "unlabelled";
  readonly split?: Split | null;
}

/** One label file of a set. */
export interface ListedFile {
  readonly photos: readonly ListedPhoto[];
  /** What cannot be put down to one photo. */
  readonly problems: readonly string[];
  /** What a person must answer before it can be read: its photos have no boxes yet. */
  readonly questions?: readonly OpenPoint[];
  readonly doubts?: readonly SetDoubt[];
}

/** A photo's labels while its file is read. */
export interface OpenListed {
  readonly names: readonly string[];
  readonly stem?: string;
  readonly unit: ListedPhoto["unit"];
  size: PhotoLabels["size"];
  state: ListedPhoto["state"];
  split?: Split | null;
  readonly boxes: PackedBoxes;
  readonly problems: string[];
  crowds: number;
}

export function openListed(
  names: readonly string[],
  { unit = "px", size = null, state = "listed" }: Partial<Pick<OpenListed, "unit" | "size" | "state">> = {},
): OpenListed {
  return { names, unit, size, state, boxes: new PackedBoxes(), problems: [], crowds: 0 };
}

/** Result of a shape, or why it has no box, in a few words after its name. */
export type ReadShape = { readonly box: Box<"source">; readonly shape: NamedBox["shape"] } | string;

/** Adds a shape to its photo. @param about what the file calls it, for a report */
export function addShape(photo: OpenListed, name: string, shape: ReadShape, about: string): void {
  photo.state = "labelled";
  const called = name.trim();
  if (typeof shape === "string")
    photo.problems.push(`${about}${called === "" ? "" : ` (${called.slice(0, 40)})`} ${shape}`);
  else if (called === "") photo.problems.push(`${about} has no class`);
  else photo.boxes.push({ name: called, ...shape });
}

/** True for what tools write for "yes". */
export const isYes = (value: unknown): boolean =>
  value === true || value === 1 || (typeof value === "string" && /^\s*(1|true|yes)\s*$/i.test(value));
