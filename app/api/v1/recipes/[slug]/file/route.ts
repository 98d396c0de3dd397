import { pageFile } from "@/app/_sharing/page-file";
import { pageWords } from "@/app/_sharing/page-words";
import { AppError } from "@/lib/core/errors";
import { route } from "@/server/api/route";
import { recipeAsPage } from "@/server/sharing/service";

export const dynamic = "force-dynamic";

/** A recipe as one file: a page that any browser opens and recipe apps read, with its picture. */
export const GET = route({ kind: "read", permission: "recipes:read" }, async (_request, { team }, params) => {
  const { slug } = params;
  if (typeof slug !== "string") throw new AppError("request/not-found");
  return pageFile(await recipeAsPage(slug, team.id, await pageWords()), slug);
});
