/**
 * Loads the parts of Detect that come later, once the page's worker keeps what is loaded: a photo that is shared or added
 * on the first visit without a connection would else find no stage. Says on the page that they are there.
 */
export function keepLazyParts(load: readonly (() => Promise<unknown>)[]): void {
  if (!("serviceWorker" in navigator)) return;
  const idle = globalThis.requestIdleCallback ?? ((task: () => void) => setTimeout(task, 2_000));
  void navigator.serviceWorker.ready.then(() =>
    idle(async () => {
      const loaded = await Promise.allSettled(load.map((one) => one()));
      if (loaded.every(({ status }) => status === "fulfilled"))
        document.documentElement.dataset.offline = "whole";
    }),
  );
}
