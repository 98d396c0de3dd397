import { openApiDocument } from "@/lib/contracts/openapi";
import { route } from "@/server/api/route";
import { ownVersion } from "@/server/detection/health";

export const dynamic = "force-dynamic";

/** What the API offers, as OpenAPI. */
export const GET = route({ kind: "read", permission: "public" }, async () =>
  Response.json(openApiDocument(ownVersion()), { headers: { "cache-control": "no-store" } }),
);
