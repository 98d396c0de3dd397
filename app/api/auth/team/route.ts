import { chooseTeamSchema } from "@/lib/contracts/people";
import { chooseTeam } from "@/server/accounts/sign-in";
import { readJsonBody } from "@/server/api/check-text";
import { route } from "@/server/api/route";
import { withPlace } from "../with-cookies";

export const dynamic = "force-dynamic";

/** Works in another of one's teams from now on: a cookie of the browser says so, and nothing of the account changes. */
export const POST = route({ kind: "mutation", permission: "account:read" }, async (request, { user }) => {
  const { teamId } = chooseTeamSchema.parse(await readJsonBody(request, 4_096));
  return withPlace(request, await chooseTeam(user.id, teamId), 200);
});
