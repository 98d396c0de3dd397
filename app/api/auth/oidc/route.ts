import { setOut } from "@/server/accounts/provider";
import { route } from "@/server/api/route";

export const dynamic = "force-dynamic";

/** Off to the provider of single sign-on. Public: it is how one signs in. */
export const GET = route({ kind: "read", permission: "public" }, (request) => setOut(request.headers));
