import { suggestRequestSchema } from "@/lib/contracts/recipes";
import { readJsonBody } from "@/server/api/check-text";
import { whoOf } from "@/server/api/context";
import { route } from "@/server/api/route";
import { suggestRecipes } from "@/server/recipes/suggest/suggest";

export const dynamic = "force-dynamic";

/** Enough for a thousand foods. */
const MAX_BODY_BYTES = 1024 * 1024;

/** What can be cooked with the foods in the body. Nothing is stored. */
export const POST = route({ kind: "mutation", permission: "recipes:read" }, async (request, context) => {
  const wish = suggestRequestSchema.parse(await readJsonBody(request, MAX_BODY_BYTES));
  return Response.json(await suggestRecipes(wish, whoOf(context)), {
    headers: { "cache-control": "no-store" },
  });
});
