import { placeCookies } from "@/server/accounts/place-cookie";
import type { Answer } from "@/server/accounts/sign-in";

/** An answer that sets cookies; no cache keeps it. @param content nothing, where the cookies say it all */
export function withCookies({ cookies }: Answer, status: number, content: object = {}): Response {
  const headers = new Headers({ "cache-control": "no-store" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return Response.json(content, { status, headers });
}

/** The same of an answer after which somebody else is signed in, or works in another team. */
export async function withPlace(request: Request, { cookies }: Answer, status: number): Promise<Response> {
  return withCookies({ cookies: [...cookies, ...(await placeCookies(request.headers, cookies))] }, status);
}
