import { OTHER_FOOD } from "@/lib/core/recipes/food";
import { draftFrom, EMPTY_DRAFT, partLines, readLines } from "@/lib/core/recipes/import/draft";
import { findRecipesInText } from "@/lib/core/recipes/import/find-in-text";
import { partStepGroups } from "@/lib/core/recipes/import/step-groups";
import type { LineLanguage } from "@/lib/core/recipes/languages/language";
import { inLanguage, type Vocabulary } from "@/lib/core/recipes/vocabulary";
import type { PageData, PageLine, WantedLine } from "./page-data";
import { SHELLS } from "./shells";

const SITE = "https://site.example";

/** What of a page is right; each is counted over all pages. */
export const PAGE_PARTS = ["found", "title", "yield", "times", "steps", "picture", "groups"] as const;
export type PagePart = (typeof PAGE_PARTS)[number];

export interface LineOutcome {
  readonly language: string;
  readonly text: string;
  readonly isKept: boolean;
  readonly isQuantity: boolean;
  readonly isUnit: boolean;
  readonly isFood: boolean;
  /** Something is wrong, and nothing asks a person to look. */
  readonly isWrongUnmarked: boolean;
  readonly isCertain: boolean;
  readonly told: string;
}

export interface PageOutcome {
  readonly name: string;
  readonly shape: string;
  readonly right: Readonly<Record<PagePart, boolean>>;
  readonly language: string | null;
  readonly lines: readonly LineOutcome[];
}

/** Reads a page in its markup and compares what comes out with the answers written by hand. */
export function measurePage(
  page: PageData,
  vocabulary: Vocabulary,
  languageOf: (code: string | null | undefined) => LineLanguage,
): PageOutcome {
  const shell = SHELLS[page.shape];
  if (!shell) throw new RangeError(`${page.name}: no markup "${page.shape}"`);
  const address = `${SITE}/${page.name}`;
  const [recipe] = findRecipesInText(shell(page), address);
  const draft = recipe ? draftFrom(recipe) : null;
  const language = draft?.extras.language ?? null;
  const words = inLanguage(vocabulary, languageOf(language));
  const kept = new Set(recipe?.ingredients ?? []);
  const { steps, stepGroups } = partStepGroups(recipe?.steps ?? []);
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const wantedSteps = page.steps.flatMap((part) => part.items);
  const lines = page.ingredients.flatMap((part) => part.items);
  const showsGroups = page.shape === "sections" || page.shape === "unmarked";
  const headings = (parts: readonly { readonly heading: string | null }[]) =>
    parts.flatMap((part) => (part.heading === null ? [] : part.heading));
  return {
    name: page.name,
    shape: page.shape,
    language,
    right: {
      found: recipe !== undefined,
      title: recipe?.title === page.title,
      yield:
        page.servings === null
          ? recipe?.servings === null && recipe.extras?.yieldText === page.made
          : recipe?.servings === page.servings,
      times:
        recipe?.prepMinutes === page.prep &&
        recipe.cookMinutes === page.cook &&
        (page.total === null || recipe.totalMinutes === page.total),
      steps: same(steps, wantedSteps),
      picture: recipe?.pictures?.[0] === new URL(page.picture, address).href,
      groups:
        !showsGroups ||
        (same(
          stepGroups.map((group) => group.title),
          headings(page.steps),
        ) &&
          headings(page.ingredients).every((heading) => kept.has(`${heading}:`))),
    },
    lines: lines.map((line) => measureLine(line, page.language, kept.has(line.text), words)),
  };
}

function measureLine(line: PageLine, language: string, isKept: boolean, vocabulary: Vocabulary): LineOutcome {
  const draft = partLines({ ...EMPTY_DRAFT, lines: [{ text: line.text, foodId: null }] }, vocabulary);
  const read = readLines(draft, vocabulary);
  const isSameCount = read.length === line.wanted.length;
  const compare = (isRight: (wanted: WantedLine, place: number) => boolean) =>
    isSameCount && line.wanted.every(isRight);
  const isQuantity = compare((wanted, place) => {
    const { quantity } = read[place]!.ingredient;
    if (wanted.quantity === null || quantity === null) return wanted.quantity === quantity;
    return Math.abs(quantity - wanted.quantity) < 0.001 * wanted.quantity + 0.0001;
  });
  const isUnit = compare((wanted, place) => read[place]!.ingredient.unit === wanted.unit);
  const isFood = compare(
    (wanted, place) =>
      read[place]!.ingredient.foodId === (wanted.foodId ?? OTHER_FOOD) &&
      (wanted.foodId !== null || read[place]!.isDoubtful),
  );
  const isCertain = read.every((one) => !one.isDoubtful);
  return {
    language,
    text: line.text,
    isKept,
    isQuantity,
    isUnit,
    isFood,
    isCertain,
    isWrongUnmarked: isCertain && !(isQuantity && isUnit && isFood),
    told: read
      .map(({ ingredient, isDoubtful }) =>
        [ingredient.quantity, ingredient.unit, ingredient.foodId, isDoubtful ? "(asks)" : ""].join(" "),
      )
      .join(" + "),
  };
}
