import type { ApiClient } from "@/lib/client/api/trpc";
import { browserMemory } from "@/lib/client/browser/remembered";
import { WORKER_SCRIPTS } from "@/lib/client/browser/worker-scripts";
import { createHttpLibraryApi } from "@/lib/client/library/http-library-api";
import { fetchChampion } from "@/lib/client/models/champion";
import { openNamedBoxDb } from "@/lib/client/named-boxes/named-box-db";
import { createBrowserRecorder } from "@/lib/client/recording/browser-recorder";
import { openUnsavedDb } from "@/lib/client/saves/unsaved-db";
import { createWorkspace, type Workspace } from "@/lib/client/workspace/workspace";

/** The workspace on this browser's detector, storage and server. Touches none of them until it is used. */
export function createBrowserWorkspace(api: ApiClient): Workspace {
  const recorder = createBrowserRecorder(api);
  return createWorkspace({
    api: createHttpLibraryApi(api),
    db: openUnsavedDb(),
    namedBoxDb: openNamedBoxDb(),
    memory: browserMemory(),
    recorder,
    loadManifest: fetchChampion,
    load: async (options) => {
      const { createDetector } = await import("@/lib/client/detection/create-detector");
      return createDetector({ ...options, recorder, workerScript: WORKER_SCRIPTS.detection });
    },
  });
}
