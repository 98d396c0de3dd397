import { fetchChampion } from "@/lib/client/stores/champion";
import { createHttpLibraryApi } from "@/lib/client/stores/http-library-api";
import { browserMemory } from "@/lib/client/stores/remembered";
import { openUnsavedDb } from "@/lib/client/stores/unsaved-db";
import { createWorkspace, type Workspace } from "@/lib/client/stores/workspace";
import type { ApiClient } from "@/lib/client/trpc";

/** The workspace on this browser's detector, storage and server. Touches none of them until it is used. */
export function createBrowserWorkspace(api: ApiClient): Workspace {
  return createWorkspace({
    api: createHttpLibraryApi(api),
    db: openUnsavedDb(),
    memory: browserMemory(),
    loadManifest: fetchChampion,
    load: async (options) => {
      const { createDetector } = await import("@/lib/client/detection/create-detector");
      return createDetector(options);
    },
  });
}
