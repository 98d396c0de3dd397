import { signOut } from "@/server/accounts/sign-in";
import { route } from "@/server/api/route";
import { withPlace } from "../with-cookies";

export const dynamic = "force-dynamic";

/** Ends this browser's session. Public: it ends one that has ended already, too. */
export const POST = route({ kind: "mutation", permission: "public" }, async (request) =>
  withPlace(request, await signOut(request.headers), 200),
);
