import { startTracing } from "./start-tracing";
import { traceSettings } from "./trace-settings";

/**
 * Traces the web server as the environment says, until it ends.
 * @param version of Forage
 */
export function traceThisServer(version: string): void {
  const stop = traceThisProcess(version);
  if (stop) process.once("SIGTERM", () => void stop());
}

/** Traces this process as the environment says. @returns sends what is left, and ends it; undefined where nothing is traced */
export function traceThisProcess(version: string): (() => Promise<void>) | undefined {
  const settings = traceSettings(process.env);
  return settings && startTracing({ ...settings, version });
}
