/** What the benchmark's page can do; `browser.ts` calls it by name. Runs in the browser. */
import { createDetector } from "@/lib/client/detection/create-detector";
import type { BackendPreference, Detector } from "@/lib/client/detection/detector";
import { filterCandidates } from "@/lib/core/detection/filter";
import { type Candidates, DEFAULT_FILTER } from "@/lib/core/detection/types";

export interface Timing {
  readonly totalMs: number;
  readonly inferenceMs: number;
  readonly count: number;
  /** Ours only. */
  readonly decodeMs?: number;
  readonly preprocessMs?: number;
  readonly postprocessMs?: number;
}

let detector: Detector | undefined;
let peer: Worker | undefined;

/** @returns what backend is ready and how long it took */
async function startOurs(preference: BackendPreference, manifestUrl: string, threads?: number) {
  detector?.dispose();
  detector = createDetector({ preference, manifestUrl, filesUrl: "/models/", ...(threads && { threads }) });
  await detector.start();
  return detector.getStatus();
}

async function detectOurs(url: string): Promise<Timing> {
  if (!detector) throw new Error("not started");
  const photo = await (await fetch(url)).blob();
  const { timings, candidates } = await detector.detect(photo);
  return { ...timings, count: candidates.count };
}

/** With the figures that a recorded detection has. @returns ms */
async function describeOurs(url: string): Promise<{ readonly totalMs: number; readonly recordMs: number }> {
  if (!detector) throw new Error("not started");
  const photo = await (await fetch(url)).blob();
  const { timings, figures } = await detector.detect(photo, { describeOnly: true });
  if (!figures) throw new Error("no figures");
  return { totalMs: timings.totalMs, recordMs: figures.recordMs };
}

function askPeer(message: object): Promise<Timing> {
  return new Promise((resolve, reject) => {
    if (!peer) throw new Error("not started");
    peer.onmessage = (event: MessageEvent<Timing>) => resolve(event.data);
    peer.onerror = (event) => reject(new Error(event.message));
    peer.postMessage(message);
  });
}

async function startPeer(model: string, inputSize: number, threads: number): Promise<void> {
  peer?.terminate();
  peer = new Worker("/bench/peer.js", { type: "module" });
  await askPeer({ type: "load", model, binaries: new URL("/ort/", location.href).href, inputSize, threads });
}

async function detectPeer(url: string): Promise<Timing> {
  return askPeer({ type: "detect", photo: await (await fetch(url)).blob() });
}

/** Candidates as a crowded photo gives them: clusters around 60 things of 30 classes, best first. */
function crowd(count: number): Candidates {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const things = Array.from({ length: 60 }, () => [random() * 3500, random() * 2500, 60 + random() * 500]);
  const boxes = new Float32Array(count * 4);
  const scores = new Float32Array(count);
  const classIds = new Uint16Array(count);
  for (let index = 0; index < count; index++) {
    const thing = Math.floor(random() * things.length);
    const [x = 0, y = 0, size = 0] = things[thing] ?? [];
    const [dx, dy] = [random() * size * 0.3, random() * size * 0.3];
    boxes.set([x + dx, y + dy, x + dx + size, y + dy + size], index * 4);
    scores[index] = 0.01 + 0.98 * (1 - index / count) ** 3;
    classIds[index] = (thing + Math.floor(random() * 2)) % 30;
  }
  return { count, boxes, scores, classIds };
}

/** A slider dragged from one end to the other. @returns ms of each step */
function dragConfidence(count: number): number[] {
  const candidates = crowd(count);
  const times: number[] = [];
  for (let step = 0; step <= 400; step++) {
    const confidence = 0.01 + (0.94 * (step % 101)) / 100;
    const start = performance.now();
    filterCandidates(candidates, { ...DEFAULT_FILTER, confidence });
    times.push(performance.now() - start);
  }
  return times.slice(101);
}

const offered = { startOurs, detectOurs, describeOurs, startPeer, detectPeer, dragConfidence };
export type Bench = typeof offered;

declare global {
  var bench: Bench;
}
globalThis.bench = offered;
