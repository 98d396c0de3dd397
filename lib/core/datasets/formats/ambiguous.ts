import { AppError } from "../../errors";
import type { SetQuestion } from "./opened-set";
import { boxOfRow, parseYoloRow, type RowReading } from "./yolo/yolo-row";

const SHOWN_NAMES = 6;

const FIRST: RowReading = { box: "first", behind: 0, means: "keypoints" };

/** A box in words: its corners as shares of the photo. */
function boxWords(text: string, reading: RowReading): string {
  const row = parseYoloRow(text);
  if (!row) return "";
  const { x1, y1, x2, y2 } = boxOfRow(row, reading);
  const at = (value: number) => Number(value.toFixed(3));
  return `${at(x1)}, ${at(y1)} to ${at(x2)}, ${at(y2)}`;
}

/** Both readings of a row, each with the box that it gives. */
export function rowReadings(text: string): { readonly boxes: string; readonly outlines: string } {
  const behind = (parseYoloRow(text)?.values.length ?? 0) % 2 === 0 ? 0 : 1;
  return {
    boxes: boxWords(text, FIRST),
    outlines: boxWords(text, { box: "around", behind, means: "outline" }),
  };
}

const names = (all: readonly string[]) =>
  `${all.slice(0, SHOWN_NAMES).join(", ")}${all.length > SHOWN_NAMES ? ", …" : ""}`;

/** The error for a set that cannot be read before a question is answered: both readings, and what chooses. */
export function ambiguous(question: SetQuestion): AppError {
  if (question.about === "rows") {
    const { file, line, text, length, rows } = question;
    return new AppError("import/ambiguous", {
      facts: { about: "rows", file, line, text, length, rows, ...rowReadings(text) },
    });
  }
  if (question.about === "answer") {
    const { id, why, options } = question;
    const words = options.map((one) => `${one.value} (${one.words})`).join(", ");
    return new AppError("import/ambiguous", { facts: { about: "answer", id, why, options: words } });
  }
  const [first, second] = question.files;
  return new AppError("import/ambiguous", {
    facts: {
      about: "class-file",
      first: first?.path ?? "",
      second: second?.path ?? "",
      firstNames: names(first?.names ?? []),
      secondNames: names(second?.names ?? []),
    },
  });
}
