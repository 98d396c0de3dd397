import type { HtmlElement } from "../html";
import type { ForeignRecipe } from "../json-ld";

/** A recipe app whose exports are read. Each reader gives no recipe for a file of another app. */
export interface RecipeApp {
  /** The name of its folder. */
  readonly id: string;
  /** As people know it. */
  readonly name: string;
  /** What of it is read, in a few words. */
  readonly reads: string;
  /** Recipes in parsed JSON of any shape. */
  readonly fromJson?: (document: unknown) => ForeignRecipe[];
  /** Recipes in a page that the app writes. */
  readonly fromPage?: (root: HtmlElement) => ForeignRecipe[];
  /** Recipes in a text that is neither. */
  readonly fromText?: (text: string) => ForeignRecipe[];
}
