import { startPasskeySignIn } from "@/server/accounts/passkeys/passkeys";
import { route } from "@/server/api/route";
import { withCookies } from "../../with-cookies";

export const dynamic = "force-dynamic";

/** What a browser asks its authenticator to sign. Public: it is how one signs in. */
export const POST = route({ kind: "mutation", permission: "public" }, async (request) => {
  const { options, cookies } = await startPasskeySignIn(request.headers);
  return withCookies({ cookies }, 200, options);
});
