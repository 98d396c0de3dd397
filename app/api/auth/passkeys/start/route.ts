import { startPasskey } from "@/server/accounts/passkeys/passkeys";
import { presentOf } from "@/server/api/present";
import { route } from "@/server/api/route";

export const dynamic = "force-dynamic";

/** What a browser asks its authenticator to make. */
export const POST = route({ kind: "mutation", permission: "account:write" }, async (request, context) =>
  Response.json(await startPasskey(request.headers, presentOf(context)), {
    headers: { "cache-control": "no-store" },
  }),
);
