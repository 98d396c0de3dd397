import { archive, gzip } from "./archive";
import type { RecipeImporter } from "./importer";
import { page } from "./page";
import { table } from "./table";
import { text } from "./text";

/** The kinds of files that recipes come in; the first one that recognises a file reads it. See docs/extending.md. */
export const RECIPE_IMPORTERS: readonly RecipeImporter[] = [archive, gzip, page, text, table];
