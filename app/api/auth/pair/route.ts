import { pairSchema } from "@/lib/contracts/people";
import { pair } from "@/server/accounts/pairing/pairing";
import { readJsonBody } from "@/server/api/check-text";
import { route } from "@/server/api/route";
import { recordIn } from "@/server/audit/service";
import { withPlace } from "../with-cookies";

export const dynamic = "force-dynamic";

/** Signs a phone in by a code that somebody had made at the computer. Public: the code is what lets somebody in. */
export const POST = route({ kind: "mutation", permission: "public" }, async (request) => {
  const given = pairSchema.parse(await readJsonBody(request, 4_096));
  const answer = await pair(request.headers, given, (queries, { teamId, ...user }) =>
    recordIn(queries, {
      action: "account/paired",
      facts: { device: given.name },
      teamId,
      user,
    }),
  );
  return withPlace(request, answer, 201);
});
