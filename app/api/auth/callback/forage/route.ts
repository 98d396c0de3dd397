import { comeBack } from "@/server/accounts/provider";
import { route } from "@/server/api/route";

export const dynamic = "force-dynamic";

/** Back from the provider of single sign-on. Public: the state it brings back is checked against this browser's. */
export const GET = route({ kind: "return", permission: "public" }, (request) => comeBack(request));
