export const dynamic = "force-dynamic";

/** Whether the web server answers at all: what restarts it when not. */
export function GET(): Response {
  return Response.json({ ok: true }, { headers: { "cache-control": "no-store" } });
}
