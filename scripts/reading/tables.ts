import { type LineOutcome, PAGE_PARTS, type PageOutcome } from "./measure";

export function share(count: number, all: number): number {
  return all === 0 ? 0 : Math.round((1000 * count) / all) / 10;
}

export interface LineShares {
  readonly lines: number;
  readonly quantity: number;
  readonly unit: number;
  readonly food: number;
  /** Quantity, unit and food. */
  readonly all: number;
  readonly wrongUnmarked: number;
  readonly certain: number;
}

export function lineShares(lines: readonly LineOutcome[]): LineShares {
  const part = (isIt: (line: LineOutcome) => boolean) => share(lines.filter(isIt).length, lines.length);
  return {
    lines: lines.length,
    quantity: part((line) => line.isQuantity),
    unit: part((line) => line.isUnit),
    food: part((line) => line.isFood),
    all: part((line) => line.isQuantity && line.isUnit && line.isFood),
    wrongUnmarked: part((line) => line.isWrongUnmarked),
    certain: part((line) => line.isCertain),
  };
}

export function pageShares(pages: readonly PageOutcome[]): Record<string, number> {
  const kept = pages.flatMap((page) => page.lines);
  return {
    pages: pages.length,
    ...Object.fromEntries(
      PAGE_PARTS.map((part) => [part, share(pages.filter((page) => page.right[part]).length, pages.length)]),
    ),
    linesKept: share(kept.filter((line) => line.isKept).length, kept.length),
    language: share(pages.filter((page) => page.name.startsWith(`${page.language}-`)).length, pages.length),
  };
}

export function byLanguage(pages: readonly PageOutcome[]): [string, LineShares][] {
  const lines = pages.flatMap((page) => page.lines);
  const languages = [...new Set(lines.map((line) => line.language))].sort();
  const foreign = lines.filter((line) => line.language !== "en");
  return [
    ...languages.map(
      (code) => [code, lineShares(lines.filter((line) => line.language === code))] as [string, LineShares],
    ),
    ["all but en", lineShares(foreign)],
  ];
}
