import { newPasskeySchema } from "@/lib/contracts/passkeys";
import { addPasskey } from "@/server/accounts/passkeys/passkeys";
import { readJsonBody } from "@/server/api/check-text";
import { presentOf } from "@/server/api/present";
import { route } from "@/server/api/route";

export const dynamic = "force-dynamic";

/** Keeps a passkey that the person's device has made. */
export const POST = route({ kind: "mutation", permission: "account:write" }, async (request, context) => {
  const given = newPasskeySchema.parse(await readJsonBody(request, 65_536));
  return Response.json(await addPasskey(request.headers, presentOf(context), given), { status: 201 });
});
