import type { Detector } from "@/lib/client/detection/detector";
import { type PhotoItem, type PhotoQueueStore, photoById } from "@/lib/client/photos/photo-queue-store";
import type { ModelBox } from "@/lib/contracts/corrections";
import type { ShadowReport, ShadowSetting } from "@/lib/contracts/model-registry";
import { filterCandidates, namedOnly } from "@/lib/core/detection/filter";
import { type Candidates, DEFAULT_FILTER, type DetectionFilter } from "@/lib/core/detection/types";

/** Where a model's sliders stand by themselves: scores of two models may mean different things. */
type Defaults = Pick<DetectionFilter, "confidence" | "iou">;

export interface ShadowOptions {
  readonly queue: PhotoQueueStore;
  /** Of a model that the page runs; undefined of one that it no longer runs. */
  defaultsOf(modelId: string): Defaults | undefined;
  /** Opens a candidate beside the champion. */
  open(candidateId: string): Promise<Detector>;
  report(report: ShadowReport): Promise<void>;
  /** Runs a task when the page has nothing better to do. */
  whenIdle(task: () => void): void;
  /** In [0, 1). */
  random(): number;
}

export interface Shadow {
  /** Which candidate runs, and for what share of the photos. */
  set(setting: ShadowSetting): void;
  stop(): void;
}

const toBoxes = (candidates: Candidates, defaults: Defaults): ModelBox[] =>
  namedOnly(filterCandidates(candidates, { ...DEFAULT_FILTER, ...defaults })).map(
    ({ box, score, classId }) => ({
      box,
      score,
      classId,
    }),
  );

type Findings = Omit<ShadowReport, "photoId">;

/**
 * Runs a candidate on a share of the photos, after the champion has answered and while nothing else is to do. What it
 * found goes to the server only for photos that the server keeps: at once, or when the photo is saved.
 */
export function createShadow(options: ShadowOptions): Shadow {
  const { queue, defaultsOf, open, report, whenIdle, random } = options;
  let setting: ShadowSetting = { candidateId: null, share: 0 };
  let detector: { readonly id: string; readonly opening: Promise<Detector> } | null = null;
  /** Runs that were already chosen or skipped, by their key. */
  const decided = new Set<string>();
  const waiting: { readonly photoId: string; readonly runKey: string }[] = [];
  const found = new Map<string, Findings>();
  let isRunning = false;
  let isStopped = false;

  const isQuiet = () =>
    !queue.getState().photos.some(({ state }) => state === "queued" || state === "detecting");

  function drop(): void {
    void detector?.opening.then((one) => one.dispose()).catch(() => {});
    detector = null;
  }

  function draw(photo: PhotoItem): void {
    const { run } = photo;
    // boxes of the library were not found just now, and a photo that goes to the server is not this device's work
    if (!run?.timings || run.backend === "server" || decided.has(run.key)) return;
    decided.add(run.key);
    if (setting.candidateId === null || setting.candidateId === run.modelId || random() >= setting.share)
      return;
    waiting.push({ photoId: photo.id, runKey: run.key });
  }

  async function look(photoId: string, runKey: string): Promise<void> {
    const photo = photoById(queue.getState(), photoId);
    const candidateId = setting.candidateId;
    if (!photo?.run || photo.run.key !== runKey || candidateId === null) return;
    if (detector?.id !== candidateId) {
      drop();
      detector = { id: candidateId, opening: open(candidateId) };
    }
    const candidate = await detector.opening;
    const { candidates } = await candidate.detect(photo.blob);
    const [ofChampion, ofCandidate] = [defaultsOf(photo.run.modelId), candidate.manifest?.defaults];
    if (!ofChampion || !ofCandidate) return;
    found.set(photoId, {
      championId: photo.run.modelId,
      candidateId,
      championBoxes: toBoxes(photo.run.candidates, ofChampion),
      candidateBoxes: toBoxes(candidates, ofCandidate),
    });
  }

  /** A report that fails is dropped: the next photo says as much. */
  function send(): void {
    for (const { id, libraryId } of queue.getState().photos) {
      const findings = found.get(id);
      if (!findings || libraryId === null) continue;
      found.delete(id);
      void report({ photoId: libraryId, ...findings }).catch(() => {});
    }
  }

  async function work(): Promise<void> {
    if (isRunning || isStopped || !isQuiet()) return;
    const next = waiting.shift();
    if (!next) return;
    isRunning = true;
    // a candidate that does not run on this device does not concern the person
    await look(next.photoId, next.runKey).catch(() => {});
    isRunning = false;
    send();
    whenIdle(() => void work());
  }

  const unsubscribe = queue.subscribe(({ photos }) => {
    photos.forEach(draw);
    send();
    if (waiting.length > 0) whenIdle(() => void work());
  });

  return {
    set(next) {
      setting = next;
      if (detector && detector.id !== next.candidateId) drop();
    },
    stop() {
      isStopped = true;
      unsubscribe();
      drop();
    },
  };
}
