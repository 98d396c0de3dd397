import { type QueryClient, type QueryKey, QueryObserver } from "@tanstack/react-query";
import type { ApiClient } from "@/lib/client/api/trpc";
import type { Release, ShadowReport } from "@/lib/contracts/model-registry";

/** What the page asks of the server about releases. */
export interface ReleaseApi {
  /** Tells what to run, at once and whenever it changes. @returns ends it */
  watch(listener: (release: Release) => void): () => void;
  reportShadow(report: ShadowReport): Promise<void>;
}

/** The page's query of the release, which its stream of changes has read again. */
export function createReleaseApi(api: ApiClient, queries: QueryClient, queryKey: QueryKey): ReleaseApi {
  return {
    watch(listener) {
      const observer = new QueryObserver(queries, { queryKey, queryFn: () => api.models.release.query() });
      let told: Release | undefined;
      const tell = (release: Release | undefined) => {
        // the same answer is the same object
        if (!release || release === told) return;
        told = release;
        listener(release);
      };
      const stop = observer.subscribe(({ data }) => tell(data));
      tell(observer.getCurrentResult().data);
      return stop;
    },
    async reportShadow(report) {
      await api.models.reportShadow.mutate(report);
    },
  };
}
