import { chowdown } from "./chowdown/chowdown";
import { copyMeThat } from "./copy-me-that/copy-me-that";
import { jsonLdFile } from "./json-ld-file/json-ld-file";
import { markdown } from "./markdown/markdown";
import { mealie } from "./mealie/mealie";
import { paprika } from "./paprika/paprika";
import { planToEat } from "./plan-to-eat/plan-to-eat";
import type { RecipeApp } from "./recipe-app";
import { recipeKeeper } from "./recipe-keeper/recipe-keeper";
import { tandoor } from "./tandoor/tandoor";

/** Recipe apps whose exports are read; the first that finds recipes in a file reads it. See docs/extending.md. */
export const RECIPE_APPS: readonly RecipeApp[] = [
  mealie,
  tandoor,
  paprika,
  copyMeThat,
  recipeKeeper,
  chowdown,
  planToEat,
  markdown,
  // takes any recipe of schema.org, so it comes last
  jsonLdFile,
];
