import type { ForeignRecipe } from "@/lib/core/recipes/import/json-ld";
import { runApart } from "@/server/apart/service";
import { findRecipesInBytes } from "./find-task";

/** Anything smaller is read quickly, whatever it contains. */
const SMALL_BYTES = 32 * 1024;

export interface FindOptions {
  /** The encoding HTTP names; "" for none. */
  readonly charset?: string;
  /** Where the page was read, by which its addresses are made whole. */
  readonly address?: string;
  /** For people: "This page". */
  readonly what: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Finds the recipes in a page or file from elsewhere, on a separate thread: other requests are answered meanwhile.
 * @throws AppError text/too-complex, detection/cancelled
 */
export async function findRecipesApart(
  bytes: Uint8Array,
  { charset = "", address, ...options }: FindOptions,
): Promise<ForeignRecipe[]> {
  const input = { bytes, charset, address: address ?? null };
  if (bytes.length <= SMALL_BYTES) return findRecipesInBytes(input);
  // made by our own function: the thread passes on what it returned
  return (await runApart({
    module: "server/recipes/import/find-task.ts",
    name: "findRecipesInBytes",
    input,
    ...options,
  })) as ForeignRecipe[];
}
