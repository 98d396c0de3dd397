import { startTracing } from "./start-tracing";
import { traceSettings } from "./trace-settings";

/**
 * Traces the web server as the environment says, until it ends.
 * @param version of Forage
 */
export function traceThisServer(version: string): void {
  const settings = traceSettings(process.env);
  if (!settings) return;
  const stop = startTracing({ ...settings, version });
  process.once("SIGTERM", () => void stop());
}
