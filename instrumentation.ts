/** Next calls this once, when the web server starts: settings that an admin made on the page are in force from the first request on. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  if (process.env.FORAGE_TRACES_URL) {
    const { traceThisServer } = await import("@/server/tracing/trace-this-server");
    const { ownVersion } = await import("@/server/detection/health");
    traceThisServer(ownVersion());
  }
  if (!process.env.DATABASE_URL) return;
  const { followPageValues, loadPageValues } = await import(
    "@/server/settings/installation/installation-settings"
  );
  // a database that is away is reported by whatever needs it
  await loadPageValues().catch((error: unknown) =>
    console.warn("settings of the page are not read yet:", error),
  );
  followPageValues();
  if (!process.env.FORAGE_S3_BUCKET) return;
  const { openOtherBuild } = await import("@/server/storage/shared-builds");
  // for the front door, which stands before all of our modules
  Object.assign(globalThis, { forageOtherBuild: openOtherBuild });
}
