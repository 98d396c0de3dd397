import type { Box, Size } from "../../../geometry/box";
import { asSize } from "../labelled-set";
import { addShape, type ListedFile, openListed } from "../listed-labels";
import type { OpenPoint, ReadingOption } from "../opened-set";
import { isInside } from "../photo-sizes";
import type { Names } from "./class-names";
import type { Row, RowObject } from "./read-rows";

const BOXES = "box-form";
const NAMES = "class-names";

type Form = "xywh" | "xyxy" | "share-xywh" | "share-xyxy" | "share-centre";

const FORMS: Readonly<Record<Form, { readonly words: string; readonly unit: "px" | "share" }>> = {
  xywh: { words: "left, top, width and height in pixels, as COCO has them", unit: "px" },
  xyxy: { words: "left, top, right and bottom in pixels", unit: "px" },
  "share-xywh": { words: "left, top, width and height in shares of the photo", unit: "share" },
  "share-xyxy": { words: "left, top, right and bottom in shares of the photo", unit: "share" },
  "share-centre": {
    words: "middle, width and height in shares of the photo, as YOLO has them",
    unit: "share",
  },
};
const isForm = (value: string | undefined): value is Form =>
  value !== undefined && Object.hasOwn(FORMS, value);
const optionsOf = (forms: readonly Form[]): readonly ReadingOption[] =>
  forms.map((value) => ({ value, words: FORMS[value].words }));

function boxOf(form: Form, [a = 0, b = 0, c = 0, d = 0]: readonly number[]): Box<"source"> {
  if (form.endsWith("xyxy")) return { x1: a, y1: b, x2: c, y2: d };
  if (form.endsWith("centre")) return { x1: a - c / 2, y1: b - d / 2, x2: a + c / 2, y2: b + d / 2 };
  return { x1: a, y1: b, x2: a + c, y2: b + d };
}

const isBox = ({ bbox }: RowObject) => bbox.length === 4 && bbox.every(Number.isFinite);

/** What is known beside the rows. */
export interface Known {
  /** By number, from README.md. */
  readonly names: Names | undefined;
  /** Lists of names that lie in the set, by their path: they may be meant. */
  readonly lists: ReadonlyMap<string, Names>;
  /** Sizes of a few photos, by the name that the rows have for them. */
  readonly sizes: ReadonlyMap<string, Size>;
}

/** This many boxes that could all be two corners are no coincidence. */
const TELLING = 4;

/** What the four numbers are; a question where they are not what is usual. */
function formOf(rows: readonly Row[], { sizes }: Known, answer: string | undefined): Form | OpenPoint {
  if (isForm(answer)) return answer;
  const all = rows.flatMap((row) => (row.objects ?? []).filter(isBox).map(({ bbox }) => ({ row, bbox })));
  const question = (why: string, forms: readonly Form[]): OpenPoint => ({
    id: BOXES,
    why,
    options: optionsOf(forms),
  });
  if (all.length > 0 && all.every(({ bbox }) => bbox.every((one) => one >= 0 && one <= 1)))
    return question("All numbers of its boxes are between 0 and 1, and nothing says what they are.", [
      "share-xywh",
      "share-xyxy",
      "share-centre",
    ]);
  const couldBeCorners = all.every(({ bbox: [a = 0, b = 0, c = 0, d = 0] }) => c > a && d > b);
  const isOutside = all.some(({ row, bbox }) => {
    const size = asSize(row.width, row.height) ?? sizes.get(row.fileName);
    return size && !isInside(boxOf("xywh", bbox), size);
  });
  if (couldBeCorners && (isOutside || all.length >= TELLING))
    return question(
      "Its boxes could be a corner with a size, as Hugging Face's own sets have them, or two corners.",
      ["xywh", "xyxy"],
    );
  return "xywh";
}

const shown = (names: Names) =>
  names
    .slice(0, 4)
    .map((name, index) => `${index} is ${name ?? "not named"}`)
    .join(", ");

function namesPoint({ lists }: Known): OpenPoint {
  const files = [...lists].map(([path, names]) => ({
    value: path,
    words: `the names of ${path}: ${shown(names)}${names.length > 4 ? ", …" : ""}`,
  }));
  const numbers = {
    value: "numbers",
    words: "the numbers stand for names, 0, 1 and so on, to be mapped to classes",
  };
  return {
    id: NAMES,
    why: "Its classes are numbers, and no README.md with class names lies in the set.",
    options: [...files, numbers],
  };
}

interface Read {
  readonly form: Form;
  nameOf(label: RowObject["label"]): string | undefined;
}

function readRow(row: Row, { form, nameOf }: Read) {
  const photo = openListed([row.fileName], {
    unit: FORMS[form].unit,
    size: asSize(row.width, row.height),
    state: row.objects === undefined ? "unlabelled" : "listed",
  });
  if (row.problem) {
    photo.problems.push(`its row ${row.problem}`);
    photo.state = "labelled";
  }
  for (const [index, object] of (row.objects ?? []).entries()) {
    const about = `box ${index + 1}`;
    const name = nameOf(object.label);
    if (name === undefined && object.label !== undefined)
      addShape(photo, "", `has class ${object.label}, which has no name`, about);
    else {
      const shape = isBox(object)
        ? { box: boxOf(form, object.bbox), shape: "box" as const }
        : "is no four numbers";
      addShape(photo, name ?? "", shape, about);
    }
  }
  return photo;
}

/** Puts rows into boxes; what their numbers mean is asked where nothing says so. */
export function readHuggingFace(
  rows: readonly Row[],
  known: Known,
  answers: Readonly<Record<string, string>> = {},
): ListedFile {
  const form = formOf(rows, known, answers[BOXES]);
  const hasNumbers = rows.some(({ objects = [] }) => objects.some(({ label }) => typeof label === "number"));
  const answer = answers[NAMES];
  const chosen = known.lists.get(answer ?? "") ?? known.names;
  const isNamed = !hasNumbers || chosen !== undefined || answer === "numbers";
  const questions = [...(typeof form === "string" ? [] : [form]), ...(isNamed ? [] : [namesPoint(known)])];
  const read: Read = {
    form: typeof form === "string" ? form : "xywh",
    nameOf: (label) =>
      typeof label !== "number" ? label : answer === "numbers" ? String(label) : chosen?.[label],
  };
  return {
    problems: [],
    photos: rows.map((row) => readRow(row, read)),
    ...(questions.length > 0 ? { questions } : {}),
  };
}
