import { AppError } from "@/lib/core/errors";
import { whoOf } from "@/server/api/context";
import { route } from "@/server/api/route";
import { getRecipe } from "@/server/recipes/service";

export const dynamic = "force-dynamic";

/** One recipe. */
export const GET = route({ kind: "read", permission: "recipes:read" }, async (_request, context, params) => {
  const { slug } = params;
  if (typeof slug !== "string" || slug.length > 80) throw new AppError("request/not-found");
  return Response.json(await getRecipe(slug, whoOf(context)), { headers: { "cache-control": "no-store" } });
});
