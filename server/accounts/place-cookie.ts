import { setCookie, TEAM_COOKIE } from "./cookies";
import { identify } from "./identify";
import { LOCAL_PERSON_ID } from "./repository";
import { signed } from "./settings";

/** Read by the page, and by nothing else: see `lib/client/browser/place.ts`. */
const PLACE_COOKIE = "forage-place";
const LENGTH = 16;

/** The request's cookies as they are after an answer that sets some. */
function cookiesAfter(headers: Headers, set: readonly string[]): Headers {
  const cookies = new Map<string, string>();
  for (const part of [
    ...(headers.get("cookie") ?? "").split(";"),
    ...set.map((one) => one.split(";")[0] ?? ""),
  ]) {
    const [name = "", ...value] = part.trim().split("=");
    if (value.join("=") === "") cookies.delete(name);
    else cookies.set(name, value.join("="));
  }
  return new Headers({ cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") });
}

/**
 * Tells the page whose unsaved work it keeps in this browser, by a name that says nothing: with another person or team it
 * opens another place, so that nobody sees or sends what somebody else left there. What the person at this computer
 * alone left is the first admin's.
 * @param set cookies of an answer that signs in or out, or chooses a team
 * @returns with a cookie that ends a choice of a team in which whoever signed in is not: the person before had it
 */
export async function placeCookies(headers: Headers, set: readonly string[]): Promise<readonly string[]> {
  const identity = await identify(cookiesAfter(headers, set));
  const isFirst = identity?.user.id === LOCAL_PERSON_ID && identity.team.id === LOCAL_PERSON_ID;
  const place =
    !identity || isFirst ? "" : signed(`place ${identity.user.id} ${identity.team.id}`).slice(0, LENGTH);
  const cookie = setCookie(PLACE_COOKIE, place, place === "" ? 0 : undefined).replace(" HttpOnly;", "");
  return identity?.isOutOfTeam ? [setCookie(TEAM_COOKIE, "", 0), cookie] : [cookie];
}
