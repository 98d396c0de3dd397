import { keptCopy } from "../../export/kept-copy";
import type { RecipeExtras } from "../../recipe";
import type { ForeignRecipe } from "../json-ld";
import { plainText } from "../plain-text";

/** What apps' JSON is made of. */
export type Node = Readonly<Record<string, unknown>>;

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function rows(value: unknown): Node[] {
  return list(value).filter(isNode);
}

/** The name of a thing, or the text it is. */
export function nameOf(value: unknown): string | null {
  return plainText(isNode(value) ? value.name : value);
}

/** Names of things without doubles. */
export function namesOf(value: unknown): string[] {
  return [...new Set(list(value).flatMap((entry) => nameOf(entry) ?? []))];
}

export function positive(value: unknown): number | null {
  const number = typeof value === "number" ? value : typeof value === "string" ? Number(value) : Number.NaN;
  return number > 0 && Number.isFinite(number) ? number : null;
}

/** A number as a line writes it, at most three decimals; null for none. */
export function amountText(value: unknown): string | null {
  const number = positive(value);
  return number === null ? null : String(Math.round(number * 1000) / 1000);
}

/** A line that is the heading of those after it. */
export function headingLine(title: string): string {
  return `${title.replace(/[\s:：]+$/, "")}:`;
}

/** "Calories 200, fat 10 g" of an object of figures; null where it has none. They are the source's own claims. */
export function figuresText(value: unknown, label: string): string | null {
  if (!isNode(value)) return null;
  const parts = Object.entries(value).flatMap(([name, figure]) => {
    const text = /^@|(?:^|_)(?:id|source)$/i.test(name) ? null : plainText(figure);
    const words = name
      .replace(/([a-z])([A-Z])/g, "$1 $2")
      .replace(/_/g, " ")
      .replace(/ content$/i, "")
      .toLowerCase();
    return text && text !== "0" ? [`${words} ${text}`] : [];
  });
  return parts.length === 0 ? null : `${label}: ${parts.join(", ")}`;
}

/** A recipe with a title, and only those extras that say something. */
export function whole(
  recipe: Omit<ForeignRecipe, "title" | "cuisine" | "extras"> & {
    readonly title: string | null;
    readonly cuisine?: string | null;
    readonly extras: Partial<RecipeExtras>;
  },
): ForeignRecipe | null {
  const { title, cuisine = null } = recipe;
  if (!title) return null;
  const said = Object.entries(recipe.extras).filter(
    ([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return { ...recipe, title, cuisine, extras: Object.fromEntries(said) };
}

/** The recipe with the copy of it that Forage put into its own export, where that is untouched. */
export function withCopy<Found extends ForeignRecipe | null>(recipe: Found, node: Node): Found {
  const kept = recipe === null ? undefined : keptCopy(node);
  return kept === undefined ? recipe : { ...recipe, kept };
}
