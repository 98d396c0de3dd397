import { classNameKey } from "./class-name-key";
import { type Finding, finding } from "./finding";

/** Fewer boxes than this in a whole set teach a class nothing and measure it badly. */
export const FEW_BOXES = 10;

/** A name without the marks that only separate words: two that are then equal are likely one thing, written twice. */
function withoutSeparators(name: string): string {
  return classNameKey(name)
    .replace(/(?<=[\p{L}\p{N}\p{M}])[-.,:;/|'’()]+(?=[\s\p{L}\p{N}])|[.,:;()]+$/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * Finds names that look like one thing: equal but for case, separators and plural, or one letter more or fewer in a
 * word of at least six letters (`soyabean`, `soybean`). A letter swapped for another is not enough: potato leaf and
 * tomato leaf, or peach and pear, are two things.
 */
export function checkClassNames(names: readonly string[]): Finding[] {
  const findings: Finding[] = [];
  const normal = names.map(withoutSeparators);
  for (let first = 0; first < names.length; first++) {
    for (let second = first + 1; second < names.length; second++) {
      if (!looksLikeOne(normal[first]!, normal[second]!)) continue;
      findings.push(finding("class-two-names", [], { first: names[first]!, second: names[second]! }));
    }
  }
  return findings;
}

function looksLikeOne(a: string, b: string): boolean {
  if (a === b) return true;
  const wordsA = a.split(" ");
  const wordsB = b.split(" ");
  if (wordsA.length !== wordsB.length) return a.replaceAll(" ", "") === b.replaceAll(" ", "");
  const different = wordsA.flatMap((word, index) => (word === wordsB[index] ? [] : [[word, wordsB[index]!]]));
  const [pair] = different;
  return different.length === 1 && hasOneLetterMore(pair![0]!, pair![1]!);
}

function hasOneLetterMore(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (long.length !== short.length + 1 || short.length < 6) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  return short.slice(at) === long.slice(at + 1);
}

export interface ClassOccurrence {
  readonly name: string;
  readonly boxes: number;
  readonly photos: number;
}

/** Classes with no box, or with too few to learn or measure. */
export function checkClassCounts(counts: readonly ClassOccurrence[]): Finding[] {
  return counts.flatMap(({ name, boxes }) => {
    if (boxes === 0) return [finding("class-unused", [], { class: name })];
    return boxes < FEW_BOXES ? [finding("class-few-boxes", [], { class: name, boxes })] : [];
  });
}

/**
 * How many photos hold both classes, for each pair that some photo holds.
 * @param photos the class indices of each photo's boxes
 * @returns most frequent pair first; ties by class index
 */
export function countTogether(
  photos: readonly (readonly number[])[],
): { readonly first: number; readonly second: number; readonly photos: number }[] {
  const counts = new Map<string, { first: number; second: number; photos: number }>();
  for (const classes of photos) {
    const present = [...new Set(classes)].sort((a, b) => a - b);
    for (const [index, first] of present.entries()) {
      for (const second of present.slice(index + 1)) {
        const entry = counts.get(`${first} ${second}`) ?? { first, second, photos: 0 };
        entry.photos++;
        counts.set(`${first} ${second}`, entry);
      }
    }
  }
  return [...counts.values()].sort((a, b) => b.photos - a.photos || a.first - b.first || a.second - b.second);
}

/** Below this many photos two classes come together by chance. */
export const FEW_PHOTOS = 20;

/**
 * Finds classes that are in no photo without another: a network cannot learn to tell the two apart.
 * @param counts by class index, as the set names them
 * @param together as `countTogether` gives it, whole
 */
export function checkTogether(
  counts: readonly ClassOccurrence[],
  together: readonly { readonly first: number; readonly second: number; readonly photos: number }[],
): Finding[] {
  return together.flatMap(({ first, second, photos }) => {
    const [a, b] = [counts[first], counts[second]];
    if (!a || !b || photos < FEW_PHOTOS) return [];
    if (photos === a.photos)
      return [finding("class-always-together", [], { class: a.name, with: b.name, photos })];
    return photos === b.photos
      ? [finding("class-always-together", [], { class: b.name, with: a.name, photos })]
      : [];
  });
}
