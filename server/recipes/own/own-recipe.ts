import { createHash, randomUUID } from "node:crypto";
import type { z } from "zod";
import type { ownRecipeSchema } from "@/lib/contracts/recipes";
import type { Recipe } from "@/lib/core/recipes/recipe";

type Parsed = z.output<typeof ownRecipeSchema>;

export function toOwnRecipe(parsed: Parsed, slug: string): Recipe {
  return { ...parsed, slug, dishClass: null };
}

/** Readable, and unique by its random end: titles repeat. */
export function newSlug(title: string): string {
  return `${readable(title)}-${randomUUID().slice(0, 8)}`;
}

/** Readable, and the same for the same recipe of the same person, so that importing it twice adds nothing. */
export function contentSlug(parsed: Parsed, teamId: string): string {
  const content = JSON.stringify([
    teamId,
    parsed.title,
    parsed.ingredients.map((item) => item.original ?? item.note ?? item.foodId),
    parsed.steps,
  ]);
  return `${readable(parsed.title)}-${createHash("sha256").update(content).digest("hex").slice(0, 12)}`;
}

function readable(title: string): string {
  const words = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "");
  return words === "" ? "recipe" : words;
}
