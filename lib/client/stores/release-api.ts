import type { ApiClient } from "@/lib/client/trpc";
import { type Release, releaseSchema, type ShadowReport } from "@/lib/contracts/registry";

/** What the page asks of the server about releases. */
export interface ReleaseApi {
  /** Tells what to run, at once and whenever it changes. @returns ends it */
  watch(listener: (release: Release) => void): () => void;
  reportShadow(report: ShadowReport): Promise<void>;
}

/**
 * Releases by server-sent events, while the page is seen: a browser opens six connections to one server, and tabs in
 * the background would hold them all. A page that is shown again asks at once.
 */
export function createReleaseApi(api: ApiClient): ReleaseApi {
  return {
    watch(listener) {
      let subscription: { unsubscribe(): void } | null = null;
      const follow = () => {
        if (document.hidden) {
          subscription?.unsubscribe();
          subscription = null;
        } else {
          subscription ??= api.models.watchChampion.subscribe(undefined, {
            onData: (data) => {
              const parsed = releaseSchema.safeParse(data);
              if (parsed.success) listener(parsed.data);
            },
          });
        }
      };
      follow();
      document.addEventListener("visibilitychange", follow);
      return () => {
        document.removeEventListener("visibilitychange", follow);
        subscription?.unsubscribe();
      };
    },
    async reportShadow(report) {
      await api.models.reportShadow.mutate(report);
    },
  };
}
