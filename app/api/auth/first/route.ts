import { firstAccountSchema } from "@/lib/contracts/people";
import { makeFirst } from "@/server/accounts/sign-in";
import { readJsonBody } from "@/server/api/check-text";
import { route } from "@/server/api/route";
import { withPlace } from "../with-cookies";

export const dynamic = "force-dynamic";

/** Makes the first account and signs in. Public: nobody has an account yet. */
export const POST = route({ kind: "mutation", permission: "public" }, async (request) => {
  const given = firstAccountSchema.parse(await readJsonBody(request, 4_096));
  return withPlace(request, await makeFirst(request.headers, given), 201);
});
