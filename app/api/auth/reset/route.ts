import { resetSchema } from "@/lib/contracts/people";
import { resetPassword } from "@/server/accounts/sign-in";
import { readJsonBody } from "@/server/api/check-text";
import { route } from "@/server/api/route";
import { withCookies } from "../with-cookies";

export const dynamic = "force-dynamic";

/** Sets a new password by a one-time link. Public: its token is what lets somebody do it. */
export const POST = route({ kind: "mutation", permission: "public" }, async (request) => {
  const ended = await resetPassword(request.headers, resetSchema.parse(await readJsonBody(request, 4_096)));
  return withCookies({ cookies: [] }, 200, ended);
});
