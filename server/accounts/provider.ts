import { AppError, isAppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import { authFor } from "./auth";
import { readCookie, SESSION_COOKIE, verifiedValue } from "./cookies";
import { originOf } from "./origin";
import { placeCookies } from "./place-cookie";
import { findUserOfSession } from "./repository";
import { refuseDisabled } from "./sign-in";
import { SINGLE_SIGN_ON, singleSignOn } from "./single-sign-on";

/** Sends a browser to the provider of single sign-on. @throws AppError request/not-found when there is none */
export async function setOut(headers: Headers): Promise<Response> {
  if (!singleSignOn()) throw new AppError("request/not-found");
  const origin = originOf(headers);
  const answer = await authFor(origin).handler(
    new Request(`${origin}/api/auth/sign-in/social`, {
      method: "POST",
      headers: { "content-type": "application/json", origin, cookie: headers.get("cookie") ?? "" },
      body: JSON.stringify({
        provider: SINGLE_SIGN_ON,
        callbackURL: "/",
        errorCallbackURL: "/sign-in",
        disableRedirect: true,
      }),
    }),
  );
  const { url } = (await answer.json().catch(() => ({}))) as { url?: string };
  if (!answer.ok || !url) throw new AppError("url/unreachable", { facts: { host: "the sign-in provider" } });
  return redirect(url, answer.headers.getSetCookie());
}

/**
 * Takes somebody who comes back from the provider in: better-auth checks that they set out from this browser, changes
 * the code for a token, and checks that token's signature, issuer, audience and nonce.
 */
export async function comeBack(request: Request): Promise<Response> {
  if (!singleSignOn()) throw new AppError("request/not-found");
  const origin = originOf(request.headers);
  const { search } = new URL(request.url);
  const answer = await authFor(origin).handler(
    new Request(`${origin}/api/auth/callback/${SINGLE_SIGN_ON}${search}`, {
      headers: {
        cookie: request.headers.get("cookie") ?? "",
        "user-agent": request.headers.get("user-agent") ?? "",
        "x-forage-address": request.headers.get("x-forage-address") ?? "",
      },
    }),
  );
  const cookies = answer.headers.getSetCookie();
  if (await isKeptOut(cookies)) return redirect("/sign-in?error=account/disabled", []);
  const to = new URL(answer.headers.get("location") ?? "/sign-in?error=unknown", origin);
  // whatever went wrong, nobody is sent to another site
  const place = to.origin === origin ? `${to.pathname}${to.search}` : "/sign-in?error=unknown";
  return redirect(place, [...cookies, ...(await placeCookies(request.headers, cookies))]);
}

/** Whether these cookies sign somebody in whom an admin keeps out. Their sessions end, the new one too. */
async function isKeptOut(cookies: readonly string[]): Promise<boolean> {
  const made = cookies.map((cookie) => cookie.split(";")[0]).join("; ");
  const token = verifiedValue(readCookie(new Headers({ cookie: made }), SESSION_COOKIE) ?? "");
  if (token === undefined) return false;
  try {
    await refuseDisabled(await findUserOfSession(connection(), token));
    return false;
  } catch (error) {
    if (isAppError(error) && error.code === "account/disabled") return true;
    throw error;
  }
}

function redirect(location: string, cookies: readonly string[]): Response {
  const headers = new Headers({ location, "cache-control": "no-store" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 302, headers });
}
