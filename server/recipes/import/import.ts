import type { ReadableStream } from "node:stream/web";
import type { Job } from "@/lib/contracts/jobs";
import type { RecipeImportParams } from "@/lib/contracts/recipe-import";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import type { ForeignRecipe } from "@/lib/core/recipes/import/json-ld";
import { enqueueJob } from "@/server/jobs/service";
import { type FetchOptions, fetchPublic } from "@/server/web/fetch-public";
import { keepCollection } from "./collection-file";
import { findRecipesApart } from "./find-apart";
import { RECIPE_IMPORT } from "./import-job";

const MAX_PAGE_BYTES = 10 * 2 ** 20;
/** A page of 10 MB takes two. */
const READ_MS = 10_000;
const PAGE_TYPES = /^(?:text\/html|text\/plain|application\/(?:xhtml\+xml|ld\+json|json))$|^$/;

/**
 * Fetches a page from the public internet, under the same rules as a photo, and reads the first recipe on it.
 * @param signal aborted when nobody waits any longer
 * @throws AppError url/…, recipe/none-found, text/too-complex
 */
export async function fetchRecipe(
  address: string,
  options: FetchOptions = {},
  signal?: AbortSignal,
): Promise<ForeignRecipe> {
  const wanted = {
    accept: "text/html,application/ld+json;q=0.9,application/json;q=0.8",
    purpose: "reads a recipe a person asked for",
    maxBytes: MAX_PAGE_BYTES,
    checkType: (contentType: string) => {
      if (!PAGE_TYPES.test(contentType))
        throw new AppError("url/not-a-page", { facts: { contentType: contentType.slice(0, 60) } });
    },
  };
  const page = await fetchPublic(address, wanted, options);
  const [recipe] = await findRecipesApart(page.bytes, {
    charset: page.charset,
    address: page.url,
    what: "This page",
    timeoutMs: READ_MS,
    signal,
  });
  if (!recipe) throw new AppError("recipe/none-found", { facts: { host: new URL(page.url).hostname } });
  // a page may name another address as its own; the one asked for is where it was read
  return { ...recipe, url: page.url };
}

/** Starts the import of a collection that is being uploaded. @throws AppError url/too-large */
export async function importCollection(
  body: ReadableStream<Uint8Array>,
  name: string,
  who: Who,
): Promise<Job> {
  const fileId = await keepCollection(body);
  const params: RecipeImportParams = { fileId, name: name.slice(0, 200) || "recipes" };
  return await enqueueJob(RECIPE_IMPORT, params, who);
}
