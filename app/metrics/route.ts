import { route } from "@/server/api/route";
import { metricsPage } from "@/server/detection/metrics";
import { jobMetrics } from "@/server/jobs/metrics";

export const dynamic = "force-dynamic";

/** Figures of the server, its detection and its jobs, for Prometheus. */
export const GET = route({ kind: "read", permission: "admin:read" }, async () => {
  const { text, contentType } = await metricsPage();
  const jobs = await jobMetrics();
  return new Response(`${text}${jobs.text}`, {
    headers: { "content-type": contentType, "cache-control": "no-store" },
  });
});
