import { route } from "@/server/api/route";
import { metricsPage } from "@/server/detection/metrics";

export const dynamic = "force-dynamic";

/** Figures of the server and its detection, for Prometheus. */
export const GET = route({ kind: "read", permission: "admin:read" }, async () => {
  const { text, contentType } = await metricsPage();
  return new Response(text, { headers: { "content-type": contentType, "cache-control": "no-store" } });
});
