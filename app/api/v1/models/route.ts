import { route } from "@/server/api/route";
import { listModels } from "@/server/models/service";

export const dynamic = "force-dynamic";

/** The manifests of all models, by name, the newest version first. */
export const GET = route({ kind: "read", permission: "models:read" }, async () =>
  Response.json(await listModels(), { headers: { "cache-control": "no-cache" } }),
);
