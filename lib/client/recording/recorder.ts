import { z } from "zod";
import type { Memory } from "@/lib/client/browser/remembered";
import { readRemembered } from "@/lib/client/browser/remembered";
import type { DetectionRecorder, DetectionRun } from "@/lib/client/detection/detector";
import {
  type BatchAnswer,
  type DetectionEvent,
  EVENT_SCHEMA,
  type EventBatch,
  type OutcomeChanges,
  type RecordedAs,
} from "@/lib/contracts/detection-events";
import type { SeenOn } from "@/lib/contracts/device-kinds";
import type { RecordingState } from "@/lib/contracts/recording";
import type { DetectionFilter } from "@/lib/core/detection/types";
import { isAppError } from "@/lib/core/errors";
import { nextBatch, pack } from "./pack-batch";
import type { WaitingDb, WaitingItem } from "./waiting-db";

/** Sends a batch while the page lives. @param sentAt by this device's clock @throws AppError */
export type SendBatch = (body: Blob, sentAt: string) => Promise<BatchAnswer>;

const leaveSchema = z.object({
  /** `stopping`: taken back, and the server has not heard of it yet. */
  is: z.enum(["on", "off", "stopping"]),
  /** When the leave was given that was taken back here last: the server may go on telling of that one for a moment. */
  takenBack: z.string().nullable(),
});
/** What this browser remembers of a person's leave. */
type Leave = z.infer<typeof leaveSchema>;
const NEVER_ASKED: Leave = { is: "off", takenBack: null };

export interface RecorderOptions {
  readonly db: WaitingDb;
  readonly memory: Memory;
  /** Under what this browser remembers whether the person agreed: apart for each person. */
  readonly memoryKey: () => string;
  readonly send: SendBatch;
  /** Hands a batch to the browser as the page ends. @returns false where it does not take it */
  readonly beacon: (body: Blob, sentAt: string) => boolean;
  /** Tells the server that the person takes their leave back. @throws AppError */
  readonly tellWithdrawn: () => Promise<void>;
  readonly device: () => SeenOn;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly random: () => number;
  /** Calls back later. */
  readonly later: (task: () => void, ms: number) => void;
}

/** Records figures of detections, with the person's leave, and sends them. Off until they agree. */
export interface Recorder extends DetectionRecorder {
  /** Where the sliders stand. */
  followSliders(read: () => DetectionFilter): void;
  /** The person has just agreed, and the server has written it down. */
  agree(): Promise<void>;
  /**
   * The person takes their leave back: from now on nothing leaves this browser, and what waits is dropped. The server is told
   * now or, where it cannot be reached, as soon as it can: until then nothing but `agree` turns it on again.
   * @param agreedAt when the leave was given, as the server says
   * @throws AppError where the server could not be told yet
   */
  withdraw(agreedAt: string | null): Promise<void>;
  /** The server is still to be told that the leave was taken back. */
  isStopping(): boolean;
  /** Called whenever the leave changes in this tab. @returns ends it */
  subscribe(listener: () => void): () => void;
  /** What the server says of the leave. Where it has not heard of a withdrawal yet, it is told; a leave that was taken back never holds again. */
  follow(state: Pick<RecordingState, "isAgreed" | "agreedAt">): Promise<void>;
  /** The event that would be sent of a detection. */
  eventOf(run: DetectionRun): DetectionEvent | undefined;
  /** A person saved a photo whose detection was recorded. */
  tellChanges(of: RecordedAs, changes: OutcomeChanges): void;
  /** Reads what an earlier visit left, and sends it. */
  open(): Promise<void>;
  flush(): Promise<void>;
  /** The page ends, or may. */
  leave(): void;
}

/** Sent at once when this many wait, and otherwise this long after the first. */
const ENOUGH = 20;
const GATHER_MS = 10_000;
/** After a failure. */
const AGAIN_MS = 60_000;
/** A device that never comes online keeps the newest. */
const MOST_WAITING = 500;

const hundredths = (ms: number) => Math.round(Math.max(0, ms) * 100) / 100;

export function createRecorder(options: RecorderOptions): Recorder {
  const { db, memory, send, beacon, now } = options;
  /** As it was last said to this tab. */
  let said: Leave | null = null;
  const listeners = new Set<() => void>();
  let sampleShare = 1;
  let readSliders: (() => DetectionFilter) | null = null;
  let waiting: readonly WaitingItem[] = [];
  /** What `leave` hands over: packing takes a moment, which a page that ends does not have. */
  let packed: Blob | null = null;
  let isTimed = false;
  let sending: Promise<void> | null = null;

  const ignore = () => undefined;

  /** Read anew each time: another tab of this browser may have stopped it, or told the server. */
  function leave(): Leave {
    if (said?.is === "off") return said;
    return readRemembered(memory, options.memoryKey(), leaveSchema, said ?? NEVER_ASKED);
  }

  /** What waits here is dropped where it was stopped elsewhere. */
  function agreed(): boolean {
    const is = leave().is === "on";
    if (!is && waiting.length > 0) drop(waiting.map(({ key }) => key));
    return is;
  }

  function add(item: WaitingItem): void {
    const all = [...waiting.filter(({ key }) => key !== item.key), item];
    const tooMany = all.slice(0, Math.max(0, all.length - MOST_WAITING));
    waiting = all.slice(tooMany.length);
    void db.put(item).catch(ignore);
    if (tooMany.length > 0) void db.remove(tooMany.map(({ key }) => key)).catch(ignore);
    prepare();
    if (waiting.length >= ENOUGH) void flush();
    else wait(GATHER_MS);
  }

  function prepare(): void {
    packed = null;
    const of = waiting;
    if (of.length === 0) return;
    void pack(nextBatch(of).batch).then(
      (blob) => {
        if (waiting === of) packed = blob;
      },
      ignore, // `leave` hands it over unpacked
    );
  }

  function wait(ms: number): void {
    if (isTimed) return;
    isTimed = true;
    options.later(() => {
      isTimed = false;
      void flush();
    }, ms);
  }

  function drop(keys: readonly string[]): void {
    const gone = new Set(keys);
    waiting = waiting.filter(({ key }) => !gone.has(key));
    void db.remove(keys).catch(ignore);
    prepare();
  }

  async function sendAll(): Promise<void> {
    if (leave().is === "stopping") return tellStopped().catch(() => wait(AGAIN_MS));
    while (waiting.length > 0 && agreed()) {
      const { batch, keys } = nextBatch(waiting);
      const sent = await sendOne(batch, keys);
      if (!sent) return;
    }
  }

  async function sendOne(batch: EventBatch, keys: readonly string[]): Promise<boolean> {
    try {
      const body = await pack(batch);
      // stopped while it was packed
      if (!agreed()) return false;
      const answer = await send(body, now().toISOString());
      sampleShare = answer.sampleShare;
      drop(keys);
      return true;
    } catch (error) {
      const code = isAppError(error) ? error.code : "server/unexpected";
      // withdrawn elsewhere: nothing more is recorded, and nothing kept
      if (code === "recording/not-agreed") await turn("off");
      // the server will not take it later either
      else if (code === "request/invalid" || code === "request/too-large") drop(keys);
      else wait(AGAIN_MS);
      return code === "request/invalid" || code === "request/too-large";
    }
  }

  function flush(): Promise<void> {
    sending ??= sendAll().finally(() => {
      sending = null;
    });
    return sending;
  }

  async function turn(is: Leave["is"], takenBack = leave().takenBack): Promise<void> {
    said = { is, takenBack };
    memory.write(options.memoryKey(), JSON.stringify(said));
    for (const listener of listeners) listener();
    if (is === "on") return;
    drop(waiting.map(({ key }) => key));
    const left = await db.readAll().catch(() => []);
    await db.remove(left.map(({ key }) => key)).catch(ignore);
  }

  async function tellStopped(): Promise<void> {
    await options.tellWithdrawn();
    // agreed anew meanwhile: the server will say whether that came before or after
    if (leave().is === "stopping") await turn("off");
  }

  function eventOf(run: DetectionRun): DetectionEvent | undefined {
    const { figures, timings, modelId, backend } = run;
    // the server made it, as it would record it
    if (run.event) return run.event;
    if (!figures) return undefined;
    const { recordMs, photo, boxes, sketch } = figures;
    const filter = readSliders?.();
    return {
      schema: EVENT_SCHEMA,
      id: options.newId(),
      at: now().toISOString(),
      source: "page",
      modelId,
      backend,
      ...options.device(),
      sampleShare,
      latency: {
        decodeMs: hundredths(timings.decodeMs),
        preprocessMs: hundredths(timings.preprocessMs),
        inferenceMs: hundredths(timings.inferenceMs),
        postprocessMs: hundredths(timings.postprocessMs),
        totalMs: hundredths(timings.totalMs),
        recordMs: hundredths(recordMs),
      },
      ...{ photo, boxes, sketch },
      sliders: filter
        ? {
            confidence: filter.confidence,
            iou: filter.iou,
            hiddenClasses: filter.hiddenClasses.length,
            classThresholds: Object.keys(filter.confidenceByClass).length,
          }
        : null,
    };
  }

  return {
    isWanted: agreed,
    followSliders(read) {
      readSliders = read;
    },
    record(run) {
      if (!agreed() || (sampleShare < 1 && options.random() >= sampleShare)) return undefined;
      const event = eventOf(run);
      if (!event) return undefined;
      add({ key: `detection ${event.id}`, kind: "detection", event });
      return { id: event.id, at: event.at };
    },
    eventOf,
    tellChanges(detection, changes) {
      if (!agreed()) return;
      add({ key: `outcome ${detection.id}`, kind: "outcome", outcome: { detection, changes } });
    },
    agree: () => turn("on"),
    async withdraw(agreedAt) {
      await turn("stopping", agreedAt);
      await tellStopped().catch((error: unknown) => {
        wait(AGAIN_MS);
        throw error;
      });
    },
    isStopping: () => leave().is === "stopping",
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async follow({ isAgreed, agreedAt }) {
      const { is, takenBack } = leave();
      if (!isAgreed) await turn("off");
      else if (is === "stopping") await flush();
      else if (agreedAt !== takenBack) await turn("on");
    },
    async open() {
      if (leave().is === "stopping") return flush();
      if (!agreed()) return;
      const left = await db.readAll().catch((): WaitingItem[] => []);
      const known = new Set(waiting.map(({ key }) => key));
      const isDetection = ({ kind }: WaitingItem) => kind === "detection";
      const earlier = left.filter(({ key }) => !known.has(key));
      waiting = [...earlier.filter(isDetection), ...earlier.filter((item) => !isDetection(item)), ...waiting];
      prepare();
      await flush();
    },
    flush,
    leave() {
      if (waiting.length === 0 || !agreed()) return;
      const body = packed ?? new Blob([JSON.stringify(nextBatch(waiting).batch)]);
      // nobody says whether it arrives: it stays in this browser, and sent again it is the same
      beacon(body, now().toISOString());
    },
  };
}
