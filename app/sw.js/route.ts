import { readFile } from "node:fs/promises";
import { join } from "node:path";

export const dynamic = "force-dynamic";

/** In development nothing may be kept: an old worker removes itself and its copies. */
const AWAY = `addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("forage-copies-")) await caches.delete(name);
  await registration.unregister();
})()));
`;

/** The worker that keeps offline copies, different for each build. */
export async function GET(): Promise<Response> {
  const headers = {
    "content-type": "text/javascript; charset=utf-8",
    "cache-control": "no-cache",
    "content-security-policy": "default-src 'self'",
  };
  if (process.env.NODE_ENV === "development") return new Response(AWAY, { headers });
  const build = (
    await readFile(join(process.cwd(), process.env.FORAGE_DIST_DIR ?? ".next", "BUILD_ID"), "utf8")
  ).trim();
  const script = await readFile(join(process.cwd(), "public", "worker", "offline.js"), "utf8");
  return new Response(`self.FORAGE_BUILD = ${JSON.stringify(build)};\n${script}`, { headers });
}
