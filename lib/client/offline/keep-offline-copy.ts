/**
 * Asks for copies of the page's shells and scripts for use without the server, once the page is quiet. Failure changes
 * nothing: the page then needs the server to load again.
 */
export function keepOfflineCopy(): void {
  if (!("serviceWorker" in navigator)) return;
  const begin = () => {
    const idle = globalThis.requestIdleCallback ?? ((task: () => void) => setTimeout(task, 2_000));
    idle(() => void register());
  };
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
}

async function register(): Promise<void> {
  try {
    await navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" });
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage(loadedPaths());
  } catch (error) {
    console.info("forage: no offline copy of the page", error);
  }
}

/** What this page has loaded from its own origin, before a worker stood between. */
function loadedPaths(): string[] {
  return performance
    .getEntriesByType("resource")
    .map(({ name }) => new URL(name, location.href))
    .filter(({ origin }) => origin === location.origin)
    .map(({ pathname }) => pathname);
}
