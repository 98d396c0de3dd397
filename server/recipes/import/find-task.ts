import { findRecipesInText } from "@/lib/core/recipes/import/find-in-text";
import type { ForeignRecipe } from "@/lib/core/recipes/import/json-ld";
import { decodeBytes } from "./decode-bytes";

/** Runs on a thread of its own; see `find-apart.ts`. */
export function findRecipesInBytes(input: {
  bytes: Uint8Array;
  charset: string;
  address: string | null;
}): ForeignRecipe[] {
  return findRecipesInText(decodeBytes(input.bytes, input.charset), input.address);
}
