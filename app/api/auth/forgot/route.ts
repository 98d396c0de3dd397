import { forgotSchema } from "@/lib/contracts/people";
import { forgot } from "@/server/accounts/sign-in";
import { readJsonBody } from "@/server/api/check-text";
import { route } from "@/server/api/route";
import { withCookies } from "../with-cookies";

export const dynamic = "force-dynamic";

/** Sends a link for a new password. Public: for who cannot sign in; it never says whether an address has an account. */
export const POST = route({ kind: "mutation", permission: "public" }, async (request) => {
  const { email } = forgotSchema.parse(await readJsonBody(request, 4_096));
  await forgot(request.headers, email);
  return withCookies({ cookies: [] }, 200);
});
