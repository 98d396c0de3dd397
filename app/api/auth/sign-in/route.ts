import { signInSchema } from "@/lib/contracts/people";
import { signIn } from "@/server/accounts/sign-in";
import { readJsonBody } from "@/server/api/check-text";
import { route } from "@/server/api/route";
import { withPlace } from "../with-cookies";

export const dynamic = "force-dynamic";

/** Signs in with a password. Public: it is how one signs in. */
export const POST = route({ kind: "mutation", permission: "public" }, async (request) => {
  const given = signInSchema.parse(await readJsonBody(request, 4_096));
  return withPlace(request, await signIn(request.headers, given), 200);
});
