import { passkeySignInSchema } from "@/lib/contracts/passkeys";
import { signInWithPasskey } from "@/server/accounts/passkeys/passkeys";
import { readJsonBody } from "@/server/api/check-text";
import { route } from "@/server/api/route";
import { withPlace } from "../with-cookies";

export const dynamic = "force-dynamic";

/** Signs in with a passkey. Public: it is how one signs in. */
export const POST = route({ kind: "mutation", permission: "public" }, async (request) => {
  const { response } = passkeySignInSchema.parse(await readJsonBody(request, 65_536));
  return withPlace(request, await signInWithPasskey(request.headers, response), 200);
});
