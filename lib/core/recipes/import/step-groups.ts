import type { RecipeExtras, StepGroup } from "../recipe";

/** Longest heading of the method; a longer line that ends in a colon is a step. */
const MAX_HEADING = 120;

/** True for a line that stands above the steps that follow: "For the sauce:". */
export function isStepHeading(line: string): boolean {
  const text = line.trim();
  return text.length <= MAX_HEADING && /[^\s:：][:：]$/.test(text) && !/[.!?。][\s:：]/.test(text);
}

/** The steps without their headings, and the headings with their places. A heading above nothing is a step. */
export function partStepGroups(lines: readonly string[]): {
  readonly steps: readonly string[];
  readonly stepGroups: readonly StepGroup[];
} {
  const steps: string[] = [];
  const stepGroups: StepGroup[] = [];
  const texts = lines.map((line) => line.trim()).filter((line) => line !== "");
  for (const [place, line] of texts.entries()) {
    const next = texts[place + 1];
    const isHeading = isStepHeading(line) && next !== undefined && !isStepHeading(next);
    if (isHeading) stepGroups.push({ from: steps.length, title: line.replace(/\s*[:：]$/, "") });
    else steps.push(line);
  }
  return { steps, stepGroups };
}

/** The opposite: each heading as a line above its first step. */
export function withStepGroups(steps: readonly string[], groups: readonly StepGroup[] = []): string[] {
  return steps.flatMap((step, place) => [
    ...groups.filter((group) => group.from === place).map((group) => `${group.title}:`),
    step,
  ]);
}

/** Cut to what a kept recipe may hold; undefined where nothing is said. */
export function tidyExtras(extras: RecipeExtras): RecipeExtras | undefined {
  const cut = (texts: readonly string[], count: number, length: number) =>
    texts.slice(0, count).map((text) => text.slice(0, length));
  const tidy: RecipeExtras = {
    yieldText: extras.yieldText?.trim().slice(0, 120) || null,
    stepGroups: extras.stepGroups.filter((group) => group.from < 60),
    tags: cut(extras.tags, 60, 80),
    categories: cut(extras.categories, 30, 80),
    rating: extras.rating,
    notes: cut(
      extras.notes.map((note) => note.trim()).filter((note) => note !== ""),
      60,
      4000,
    ),
    author: extras.author?.slice(0, 200) ?? null,
    language: extras.language?.slice(0, 12) ?? null,
  };
  const isEmpty = Object.values(tidy).every(
    (value) => value === null || (Array.isArray(value) && value.length === 0),
  );
  return isEmpty ? undefined : tidy;
}
