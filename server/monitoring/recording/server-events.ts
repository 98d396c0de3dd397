import { randomUUID } from "node:crypto";
import { type DetectionEvent, EVENT_SCHEMA, type RecordedAs } from "@/lib/contracts/detection-events";
import type { Who } from "@/lib/contracts/who";
import type { DetectionFigures } from "@/lib/core/monitoring/recording/describe-detection";
import { sampleShare, storeBatch } from "./recording";

/** A detection that this server made. */
export interface ServerRun {
  readonly modelId: string;
  readonly timings: Omit<DetectionEvent["latency"], "recordMs">;
  readonly figures: DetectionFigures & { readonly recordMs: number };
}

const inHundredths = (ms: number) => Math.round(Math.max(0, ms) * 100) / 100;

/** The event of a detection that ran on a server or by a command: it has no browser and no sliders. */
export function eventOf(
  { modelId, timings, figures }: ServerRun,
  source: DetectionEvent["source"],
): DetectionEvent {
  const { recordMs, photo, boxes, sketch } = figures;
  const { queueMs, decodeMs, preprocessMs, inferenceMs, postprocessMs, totalMs } = timings;
  return {
    schema: EVENT_SCHEMA,
    id: randomUUID(),
    at: new Date().toISOString(),
    source,
    modelId,
    backend: "server",
    device: "server",
    browser: "none",
    sampleShare: 1,
    latency: {
      ...(queueMs === undefined ? {} : { queueMs: inHundredths(queueMs) }),
      decodeMs: inHundredths(decodeMs),
      preprocessMs: inHundredths(preprocessMs),
      inferenceMs: inHundredths(inferenceMs),
      postprocessMs: inHundredths(postprocessMs),
      totalMs: inHundredths(totalMs),
      recordMs: inHundredths(recordMs),
    },
    ...{ photo, boxes, sketch },
    sliders: null,
  };
}

interface Waiting {
  readonly who: Who;
  readonly events: DetectionEvent[];
}

/** Detections are stored together, this long after the first of them. */
const GATHER_MS = 500;
const MOST_TOGETHER = 100;

/** By person and team. On globalThis, because a bundler may load this module more than once. */
const holder = globalThis as { forageServerEvents?: Map<string, Waiting> };
holder.forageServerEvents ??= new Map();
const waiting = holder.forageServerEvents;

async function store(key: string): Promise<void> {
  const found = waiting.get(key);
  waiting.delete(key);
  if (!found) return;
  const { who, events } = found;
  const sentAt = new Date().toISOString();
  await storeBatch(who, { schema: EVENT_SCHEMA, sentAt, detections: events, outcomes: [] });
}

// an answer never fails because its figures could not be kept
const said = (error: unknown) => console.warn(`monitoring: figures were not recorded (${String(error)})`);

/**
 * Records a detection of the server, for a person who agreed to that, a moment later: the answer does not wait for it.
 * @returns where; undefined where this one is not among the part that is recorded under load
 */
export function recordServerRun(
  run: ServerRun,
  who: Who,
  source: DetectionEvent["source"],
): RecordedAs | undefined {
  const share = sampleShare();
  if (share < 1 && Math.random() >= share) return undefined;
  const event = { ...eventOf(run, source), sampleShare: share };
  const key = `${who.userId} ${who.teamId}`;
  const found = waiting.get(key);
  if (found) {
    found.events.push(event);
    if (found.events.length >= MOST_TOGETHER) void store(key).catch(said);
  } else {
    waiting.set(key, { who, events: [event] });
    setTimeout(() => void store(key).catch(said), GATHER_MS);
  }
  return { id: event.id, at: event.at };
}
