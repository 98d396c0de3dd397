import type { Box } from "../../../geometry/box";
import { asNumber, asRecord } from "../labelled-set";
import { addShape, type ListedFile, openListed } from "../listed-labels";
import type { OpenPoint } from "../opened-set";

const ANCHOR = "createml-anchor";
const UNITS = "createml-units";

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Four numbers of a box as they stand. */
export interface Coordinates {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface CreateMlPhoto {
  readonly image: string;
  /** Somebody marked it as looked at. */
  readonly isVerified: boolean;
  readonly annotations: readonly { readonly label: string; readonly at: Coordinates | undefined }[];
}

function readCoordinates(value: unknown): Coordinates | undefined {
  const fields = asRecord(value);
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => asNumber(fields?.[name]));
  if (x === undefined || y === undefined || width === undefined || height === undefined) return undefined;
  return { x, y, width, height };
}

const imageOf = (value: unknown): string | undefined => {
  const { image, imagefilename } = asRecord(value) ?? {};
  return [image, imagefilename].find((one): one is string => typeof one === "string");
};
const annotationsOf = (value: unknown): unknown => {
  const { annotations, annotation } = asRecord(value) ?? {};
  return annotations ?? annotation;
};

const LOOKED_AT = 50;

/** True for JSON that is a list of images with boxes as CreateML has them. */
export function isCreateMl(json: unknown): boolean {
  const first = list(json).slice(0, LOOKED_AT);
  if (
    first.length === 0 ||
    !first.every((one) => imageOf(one) !== undefined && Array.isArray(annotationsOf(one)))
  )
    return false;
  const all = first.flatMap((one) => list(annotationsOf(one)));
  return all.every((one) => asRecord(asRecord(one)?.coordinates) !== undefined);
}

export function listCreateMl(json: unknown): readonly CreateMlPhoto[] {
  return list(json).flatMap((value) => {
    const image = imageOf(value);
    if (image === undefined) return [];
    const annotations = list(annotationsOf(value)).map((one) => {
      const { label, coordinates } = asRecord(one) ?? {};
      return { label: typeof label === "string" ? label : "", at: readCoordinates(coordinates) };
    });
    return [{ image, isVerified: asRecord(value)?.verified === true, annotations }];
  });
}

export const fromCentre = ({ x, y, width, height }: Coordinates): Box<"source"> => {
  return { x1: x - width / 2, y1: y - height / 2, x2: x + width / 2, y2: y + height / 2 };
};
export const fromCorner = ({ x, y, width, height }: Coordinates): Box<"source"> => {
  return { x1: x, y1: y, x2: x + width, y2: y + height };
};

const anchorPoint: OpenPoint = {
  id: ANCHOR,
  why: "Read as CreateML is meant, from the middle of each box, boxes reach out of their photos; from the top left corner they lie inside.",
  options: [
    { value: "centre", words: "x and y are the middle of a box" },
    { value: "corner", words: "x and y are its top left corner" },
  ],
};

const unitsPoint: OpenPoint = {
  id: UNITS,
  why: "All its numbers are between 0 and 1, and CreateML does not say of what.",
  options: [
    { value: "share", words: "shares of the photo's width and height, counted from the top left" },
    { value: "px", words: "pixels as they stand" },
  ],
};

/** What is known of the photos that the boxes are of. */
export interface Evidence {
  /** Boxes of sampled photos that lie inside, read in each way. */
  readonly centre: { readonly inside: number; readonly outside: number };
  readonly corner: { readonly inside: number; readonly outside: number };
}

const isShare = ({ x, y, width, height }: Coordinates) =>
  [x, y, width, height].every((one) => one >= 0 && one <= 1);

/** Puts CreateML's coordinates into boxes; what they count in and from is asked where it is not what is usual. */
export function readCreateMl(
  photos: readonly CreateMlPhoto[],
  { centre, corner }: Evidence,
  answers: Readonly<Record<string, string>> = {},
): ListedFile {
  const all = photos.flatMap(({ annotations }) => annotations.flatMap(({ at }) => at ?? []));
  const [anchor, units] = [answers[ANCHOR], answers[UNITS]];
  const questions: OpenPoint[] = [];
  if (all.length > 0 && all.every(isShare) && units !== "share" && units !== "px") questions.push(unitsPoint);
  const isAnswered = anchor === "centre" || anchor === "corner";
  if (centre.outside > 0 && corner.outside === 0 && corner.inside > 0 && !isAnswered)
    questions.push(anchorPoint);
  const boxOf = anchor === "corner" ? fromCorner : fromCentre;
  return {
    problems: [],
    ...(questions.length > 0 ? { questions } : {}),
    photos: photos.map(({ image, isVerified, annotations }) => {
      const unit = units === "share" ? ("share" as const) : ("px" as const);
      const photo = openListed([image], { unit, state: isVerified ? "labelled" : "listed" });
      for (const [index, { label, at }] of annotations.entries())
        addShape(
          photo,
          label,
          at ? { box: boxOf(at), shape: "box" } : "has no coordinates",
          `box ${index + 1}`,
        );
      return photo;
    }),
  };
}
