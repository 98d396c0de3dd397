import { joinSchema } from "@/lib/contracts/people";
import { join } from "@/server/accounts/sign-in";
import { readJsonBody } from "@/server/api/check-text";
import { route } from "@/server/api/route";
import { withPlace } from "../with-cookies";

export const dynamic = "force-dynamic";

/** Makes an account by an invitation, and signs in. Public: the invitation's token is what lets somebody in. */
export const POST = route({ kind: "mutation", permission: "public" }, async (request) => {
  const given = joinSchema.parse(await readJsonBody(request, 4_096));
  return withPlace(request, await join(request.headers, given), 201);
});
