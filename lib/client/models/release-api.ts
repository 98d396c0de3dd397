import type { ApiClient } from "@/lib/client/api/trpc";
import { whileSeen } from "@/lib/client/browser/while-seen";
import { type Release, releaseSchema, type ShadowReport } from "@/lib/contracts/model-registry";

/** What the page asks of the server about releases. */
export interface ReleaseApi {
  /** Tells what to run, at once and whenever it changes. @returns ends it */
  watch(listener: (release: Release) => void): () => void;
  reportShadow(report: ShadowReport): Promise<void>;
}

/** Releases by server-sent events, while the page is seen; one that is shown again asks at once. */
export function createReleaseApi(api: ApiClient): ReleaseApi {
  return {
    watch(listener) {
      return whileSeen(() =>
        api.models.watchChampion.subscribe(undefined, {
          onData: (data) => {
            const parsed = releaseSchema.safeParse(data);
            if (parsed.success) listener(parsed.data);
          },
        }),
      );
    },
    async reportShadow(report) {
      await api.models.reportShadow.mutate(report);
    },
  };
}
