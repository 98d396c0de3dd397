import { open } from "node:fs/promises";
import { AppError } from "@/lib/core/errors";
import type { ForeignRecipe } from "@/lib/core/recipes/import/json-ld";

/** A place in a collection. */
export interface CollectionItem {
  /** Null where there is something that cannot be read as a recipe. */
  readonly recipe: ForeignRecipe | null;
  /** The recipe's picture as a file, where the collection has it; undefined for none. */
  readonly picture?: Uint8Array | undefined;
  /** True where the collection names a picture that cannot be taken out of it. */
  readonly isPictureLost?: boolean;
  /** What a person would look for: a row number, a file name. */
  readonly place: string;
  /** 0..1 of the file behind. */
  readonly share: number;
}

/** One kind of file that recipes come in. */
export interface RecipeImporter {
  /** For the docs and for tests. */
  readonly id: string;
  /** True for a file of this kind. @param head its first 512 bytes @param name as its person knows it */
  isIt(head: Buffer, name: string): boolean;
  /**
   * Reads recipes one at a time.
   * @throws AppError recipe/unknown-format, recipe/none-found, recipe/damaged-file
   */
  read(path: string, name: string, signal?: AbortSignal): AsyncGenerator<CollectionItem>;
}

export async function readHead(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(512), length: 512 });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

export function* listed(recipes: readonly ForeignRecipe[], name: string): Generator<CollectionItem> {
  if (recipes.length === 0) throw new AppError("recipe/none-found");
  for (const [place, recipe] of recipes.entries())
    yield { recipe, place: `${name} ${place + 1}`, share: (place + 1) / recipes.length };
}
