import { route } from "@/server/api/route";
import { championManifest } from "@/server/models/service";

export const dynamic = "force-dynamic";

/** The manifest of the model everything uses now. */
export const GET = route({ kind: "read", permission: "models:read" }, async () =>
  Response.json(await championManifest(), { headers: { "cache-control": "no-cache" } }),
);
