import { mailInvitationSchema } from "@/lib/contracts/people";
import { mailInvitation } from "@/server/accounts/invitation-mail";
import { readJsonBody } from "@/server/api/check-text";
import { whoOf } from "@/server/api/context";
import { route } from "@/server/api/route";
import { withCookies } from "../with-cookies";

export const dynamic = "force-dynamic";

/** Sends an invitation of the team by mail, to whoever its admin names. */
export const POST = route(
  { kind: "mutation", permission: "team:write", limit: "fetch" },
  async (request, context) => {
    const invitation = mailInvitationSchema.parse(await readJsonBody(request, 4_096));
    await mailInvitation(request.headers, { ...whoOf(context), name: context.user.name }, invitation);
    return withCookies({ cookies: [] }, 200);
  },
);
