import type { Answer } from "@/server/accounts/sign-in";

/** An answer without content that sets cookies; no cache keeps it. */
export function withCookies({ cookies }: Answer, status: number): Response {
  const headers = new Headers({ "cache-control": "no-store" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return Response.json({}, { status, headers });
}
