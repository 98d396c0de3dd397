import { AppError } from "@/lib/core/errors";

/**
 * The kinds of jobs that a worker takes: all of them; those that are listed; or, where each has a minus before it, all but
 * those.
 * @param text such as "train", "import,export" or "-train"
 * @throws AppError request/invalid for a kind that does not exist, and for a list of both sorts
 */
export function chosenKinds(text: string, known: readonly string[]): readonly string[] {
  const words = text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  if (words.length === 0) return known;
  const left = words.filter((word) => word.startsWith("-")).map((word) => word.slice(1));
  const named = left.length === 0 ? words : left;
  const unknown = named.find((kind) => !known.includes(kind));
  if ((left.length > 0 && left.length < words.length) || unknown !== undefined) {
    const field = `FORAGE_JOBS is a list such as "train" or "-train" of ${known.join(", ")}`;
    throw new AppError("request/invalid", { facts: { field } });
  }
  return left.length === 0 ? named : known.filter((kind) => !left.includes(kind));
}
