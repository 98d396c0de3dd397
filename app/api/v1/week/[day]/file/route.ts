import { pageFile } from "@/app/_sharing/page-file";
import { pageWords } from "@/app/_sharing/page-words";
import { daySchema } from "@/lib/contracts/stock";
import { AppError } from "@/lib/core/errors";
import { route } from "@/server/api/route";
import { weekAsPage } from "@/server/sharing/service";

export const dynamic = "force-dynamic";

/** The week that holds a day as one file: a page that any browser opens. */
export const GET = route({ kind: "read", permission: "recipes:read" }, async (_request, { team }, params) => {
  const day = daySchema.safeParse(params.day);
  if (!day.success) throw new AppError("request/not-found");
  return pageFile(await weekAsPage(day.data, team.id, await pageWords()), `forage-week-${day.data}`);
});
