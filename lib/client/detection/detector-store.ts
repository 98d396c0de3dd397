import { z } from "zod";
import { createStore, type StoreApi } from "zustand/vanilla";
import { type Memory, readRemembered } from "@/lib/client/browser/remembered";
import type {
  BackendAttempt,
  BackendName,
  BackendPreference,
  Detector,
  DetectorStatus,
} from "@/lib/client/detection/detector";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { WORKER_BACKEND_IDS } from "@/lib/core/detection/backends";
import { isAppError } from "@/lib/core/errors";

/** A backend died and another went on: the page says so once. */
export interface BackendMove {
  readonly from: BackendName;
  readonly to: BackendName;
}

export interface DetectorState {
  readonly status: DetectorStatus;
  readonly preference: BackendPreference;
  /** The person's stored consent to detection on the server. */
  readonly serverConsent: boolean;
  readonly manifest: ModelManifest | null;
  readonly move: BackendMove | null;
  /** The person said "stay on this device" to the offer of a faster server. */
  readonly declinedServerOffer: boolean;
  /** Starts download and warm-up; safe to call often. */
  start(): Promise<void>;
  /** A fresh detector after a failure. */
  restart(): Promise<void>;
  setPreference(preference: BackendPreference): Promise<void>;
  setServerConsent(allowed: boolean): Promise<void>;
  declineServerOffer(): void;
}

export interface DetectorStore extends StoreApi<DetectorState> {
  /** The running detector, started if need be. */
  detector(): Promise<Detector>;
  /**
   * Loads today's champion beside the running detector and puts it in its place once `whenFree` resolves; what was
   * found so far stays as it is. Does nothing before the first start: it loads the champion anyway.
   * @returns the model in use afterwards when it was switched; null when the old one goes on (the new one could not
   * be loaded, or something else was started meanwhile)
   */
  switchModel(whenFree: () => Promise<void>): Promise<string | null>;
}

export interface DetectorStoreOptions {
  load(options: {
    readonly preference: BackendPreference;
    readonly serverConsent: boolean;
    /** As of `createDetector`. */
    readonly asksFirst?: boolean;
  }): Promise<Detector>;
  /** The champion's manifest, so that classes have names before the model is here. */
  loadManifest(): Promise<ModelManifest>;
  readonly memory: Memory;
}

const preferenceSchema = z.enum(["auto", ...WORKER_BACKEND_IDS, "server"]);

/** The detector's life as the page sees it, and the person's choices about where detection runs. */
export function createDetectorStore({ load, loadManifest, memory }: DetectorStoreOptions): DetectorStore {
  const store = createStore<DetectorState>()((set, get) => ({
    status: { state: "idle" },
    preference: readRemembered(memory, "backend", preferenceSchema, "auto"),
    serverConsent: readRemembered(memory, "server-consent", z.boolean(), false),
    manifest: null,
    move: null,
    declinedServerOffer: readRemembered(memory, "declined-server", z.boolean(), false),
    async start() {
      await detector().catch(() => {}); // the status tells
    },
    async restart() {
      const old = await current?.catch(() => null);
      old?.dispose();
      current = null;
      set({ status: { state: "idle" } });
      await get().start();
    },
    async setPreference(preference) {
      memory.write("backend", JSON.stringify(preference));
      set({ preference });
      await (await detector()).setPreference(preference);
    },
    async setServerConsent(allowed) {
      memory.write("server-consent", JSON.stringify(allowed));
      set({ serverConsent: allowed });
      if (!allowed && get().preference === "server") await get().setPreference("auto");
      await (await detector()).setServerConsent(allowed);
    },
    declineServerOffer() {
      memory.write("declined-server", "true");
      set({ declinedServerOffer: true });
    },
  }));

  let current: Promise<Detector> | null = null;
  let unfollow = () => {};
  function detector(): Promise<Detector> {
    current ??= begin();
    return current;
  }

  async function begin(): Promise<Detector> {
    const { preference, serverConsent } = store.getState();
    void loadManifest().then(
      (manifest) => store.setState({ manifest }),
      () => {}, // the detector brings its own, from the browser's cache when offline
    );
    try {
      const loaded = await load({ preference, serverConsent });
      follow(loaded);
      void loaded.start().catch(() => {}); // the status tells
      return loaded;
    } catch (error) {
      const code = isAppError(error) ? error.code : "detection/backend-failed";
      store.setState({ status: { state: "failed", code, attempts: [] } });
      current = null;
      throw error;
    }
  }

  function follow(loaded: Detector): void {
    const take = (status: DetectorStatus) => {
      store.setState((state) => ({
        status,
        manifest: loaded.manifest ?? state.manifest,
        move: moveBetween(lastReady, status) ?? state.move,
      }));
      if (status.state === "ready") lastReady = status.backend;
    };
    let lastReady: BackendName | null = null;
    unfollow();
    take(loaded.getStatus());
    unfollow = loaded.subscribe(take);
  }

  async function switchModel(whenFree: () => Promise<void>): Promise<string | null> {
    const before = current;
    if (!before) return null;
    const old = await before.catch(() => null);
    const { preference, serverConsent } = store.getState();
    const next = await load({ preference, serverConsent, asksFirst: true });
    try {
      await next.start();
      if (next.getStatus().state !== "ready") throw new RangeError("the new model could not be started");
      await whenFree();
      if (current !== before) throw new RangeError("another detector was started meanwhile");
    } catch {
      next.dispose();
      return null;
    }
    current = Promise.resolve(next);
    follow(next);
    old?.dispose();
    return next.manifest?.id ?? (await loadManifest().catch(() => null))?.id ?? null;
  }

  return Object.assign(store, { detector, switchModel });
}

const LOSSES: readonly BackendAttempt["reason"][] = ["device-lost", "out-of-memory", "worker-crashed"];

/** The change that a new status shows: a backend that ran was lost and another took over. */
export function moveBetween(before: BackendName | null, status: DetectorStatus): BackendMove | null {
  if (status.state !== "ready" || before === null || before === status.backend) return null;
  const wasLost = status.attempts.some(
    ({ backend, reason }) => backend === before && LOSSES.includes(reason),
  );
  return wasLost ? { from: before, to: status.backend } : null;
}

/** Where detection runs or would run: what the promise on the page follows. */
export function runsOnServer({ status, preference, serverConsent }: DetectorState): boolean {
  if (status.state === "ready" || status.state === "warming-up") return status.backend === "server";
  return preference === "server" && serverConsent;
}
