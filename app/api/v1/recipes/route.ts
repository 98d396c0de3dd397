import { listRequestSchema, readRecipeQuery } from "@/lib/contracts/recipes";
import { route } from "@/server/api/route";
import { listRecipes } from "@/server/recipes/service";

export const dynamic = "force-dynamic";

/** Recipes by words, cuisine and time; the next page by `?cursor=`. */
export const GET = route({ kind: "read", permission: "recipes:read" }, async (request, { team }) => {
  const query = readRecipeQuery(Object.fromEntries(new URL(request.url).searchParams));
  return Response.json(await listRecipes(listRequestSchema.parse(query), team.id), {
    headers: { "cache-control": "no-store" },
  });
});
