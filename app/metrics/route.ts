import { route } from "@/server/api/route";
import { metricsPage } from "@/server/detection/metrics";
import { jobMetrics } from "@/server/jobs/metrics";
import { monitoringMetrics } from "@/server/monitoring/metrics/monitoring-metrics";

export const dynamic = "force-dynamic";

/** Figures of the server, its detection, its jobs and what the model sees, for Prometheus. */
export const GET = route({ kind: "read", permission: "admin:read" }, async () => {
  const { text, contentType } = await metricsPage();
  const jobs = await jobMetrics();
  const monitoring = await monitoringMetrics();
  return new Response(`${text}${jobs.text}${monitoring.text}`, {
    headers: { "content-type": contentType, "cache-control": "no-store" },
  });
});
