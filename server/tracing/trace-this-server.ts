import { ownVersion } from "@/server/detection/health";
import { startTracing } from "./start-tracing";
import { traceSettings } from "./trace-settings";

/** Traces the web server as the environment says, until it ends. */
export function traceThisServer(): void {
  const settings = traceSettings(process.env);
  if (!settings) return;
  const stop = startTracing({ ...settings, version: ownVersion() });
  process.once("SIGTERM", () => void stop());
}
