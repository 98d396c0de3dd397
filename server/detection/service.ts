import type { RemoteAttempt } from "@/lib/contracts/detection-api";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { decodeCandidates, decodeEveryClass } from "@/lib/core/detection/decode";
import { readCandidates } from "@/lib/core/detection/read-candidates";
import { type Candidates, SCORE_FLOOR } from "@/lib/core/detection/types";
import { AppError } from "@/lib/core/errors";
import type { Size } from "@/lib/core/geometry/box";
import {
  type DetectionFigures,
  describeDetection,
  describePhoto,
} from "@/lib/core/monitoring/recording/describe-detection";
import { championId, type ResolvedModel, resolveModel } from "@/server/models/service";
import { loneNetwork, releaseLone, releaseLoneNetworks } from "./lone-network";
import { type Network, type OnnxOutput, openNetwork } from "./network";
import { letterboxPixels } from "./prepare/letterbox-pixels";
import { type Provider, thisProviderHost } from "./providers";
import { expectModel } from "./remote/expected-model";
import type { RemoteFailureKind } from "./remote/remote-failure";
import { RemoteNetwork, type RemoteOptions } from "./remote/remote-network";
import { type RemoteSettings, remoteSettings } from "./remote/remote-settings";

/** Networks by model id. On globalThis, because a bundler may load this module more than once. */
const holder = globalThis as { forageNetworks?: Map<string, Promise<Network>> };
holder.forageNetworks ??= new Map();
const networks = holder.forageNetworks;

/** A model by its id, or looked up already. */
type Asked = Pick<ResolvedModel, "id"> & Partial<ResolvedModel>;

async function openModel(model: Asked, without: readonly Provider[]): Promise<Network> {
  const { id, folder, manifest } = model;
  return openNetwork(folder && manifest ? { id, folder, manifest } : await resolveModel(id), { without });
}

/** The loaded network of a model; loads and warms it on first use. A failed load is tried again by the next call. */
function networkFor(model: Asked): Promise<Network> {
  const known = networks.get(model.id);
  if (known) return known;
  return remember(model.id, openModel(model, []));
}

function remember(id: string, opening: Promise<Network>): Promise<Network> {
  networks.set(id, opening);
  opening.catch(() => {
    if (networks.get(id) === opening) networks.delete(id);
  });
  return opening;
}

/** Runs the network; if a GPU fails during a run, the next provider is used, with a line on stderr. */
async function runWithFallback(
  model: Asked,
  input: Float32Array,
  isAlone = false,
): Promise<OnnxOutput & { network: Network }> {
  const beside = await networkFor(model);
  const { id, folder, manifest } = model;
  const network =
    (isAlone && folder && manifest ? loneNetwork({ id, folder, manifest }, beside) : undefined) ?? beside;
  try {
    return { ...(await network.run(input)), network };
  } catch (cause) {
    const facts = { backend: network.provider };
    if (network.provider === "cpu") throw new AppError("detection/backend-failed", { facts, cause });
    console.warn(`detection: ${network.provider} failed, trying the next (${String(cause)})`);
    const failed: Provider[] = network.provider === "cuda" ? ["cuda"] : ["cuda", "webgpu"];
    const next = await remember(model.id, openModel(model, failed));
    return { ...(await next.run(input)), network: next };
  }
}

/** What ran the network for one photo. */
interface Ran extends OnnxOutput {
  readonly provider: Provider | "remote";
  /** Why no server elsewhere ran it, where one should have. */
  readonly remoteFailure?: RemoteFailureKind;
  readonly attempts: readonly RemoteAttempt[];
}

async function runSomewhere(
  model: Asked,
  input: Float32Array,
  { remote, signal, isAlone }: Pick<ServerDetectionOptions, "remote" | "signal" | "isAlone">,
): Promise<Ran> {
  const { output, attempts, why } = (await remote?.run(input, signal)) ?? { attempts: [] };
  if (output) return { ...output, provider: "remote", attempts };
  if (signal?.aborted) throw new AppError("detection/cancelled", { cause: signal.reason });
  const { network, ...here } = await runWithFallback(model, input, isAlone);
  return { ...here, provider: network.provider, remoteFailure: why, attempts };
}

export interface ServerTimings {
  readonly preprocessMs: number;
  readonly inferenceMs: number;
  readonly postprocessMs: number;
}

export interface ServerDetection {
  /** Best score first, boxes in source px. */
  readonly candidates: Candidates;
  /** [featureLength]; empty when the model has none. */
  readonly features: Float32Array;
  readonly manifest: ModelManifest;
  readonly provider: Ran["provider"];
  readonly remoteFailure?: Ran["remoteFailure"];
  /** Questions to servers elsewhere. */
  readonly attempts: Ran["attempts"];
  readonly timings: ServerTimings;
  /** Where they were wanted, and what they cost. */
  readonly figures?: (DetectionFigures & { readonly recordMs: number }) | undefined;
}

export interface ServerDetectionOptions {
  /** Candidates below it may be dropped. Default: the page's own floor. */
  readonly scoreFloor?: number;
  /** Default: the champion. */
  readonly model?: ResolvedModel;
  /** Whether an anchor counts for every class it scores, as measuring needs it. Default: for its best alone. */
  readonly everyClass?: boolean;
  /** As the network scored them, whatever is recorded of the model: for measuring what to record. Default: as a page reads them. */
  readonly asScored?: boolean;
  /** Servers elsewhere that are asked first. Default: none, as measuring needs it. */
  readonly remote?: RemoteNetwork;
  /** Aborted when nobody waits any longer: the network is left out. */
  readonly signal?: AbortSignal;
  /** Whether figures are wanted, to be recorded. */
  readonly describe?: boolean;
  /** No other photo wants the processor: it may be looked at on all cores. */
  readonly isAlone?: boolean | undefined;
}

/**
 * Finds food and leaves in a decoded photo, with the same pre- and post-processing as the browser.
 * @param pixels [height × width × 3 or 4] 8-bit sRGB, EXIF orientation applied; not mutated
 * @throws AppError model/missing, model/corrupt, detection/no-backend, detection/backend-failed
 */
export async function detectPixels(
  pixels: Uint8Array,
  photo: Size,
  options: ServerDetectionOptions = {},
): Promise<ServerDetection> {
  const model = options.model ?? { id: await championId() };
  const { manifest } = await networkFor(model);
  const started = performance.now();
  const { data, transform } = letterboxPixels(pixels, photo, manifest.inputSize);
  const ready = performance.now();
  const input = { data, layout: "nchw", inputSize: manifest.inputSize, transform } as const;
  const look = options.describe ? describePhoto(input, photo) : undefined;
  const prepared = performance.now();
  const { detections, anchors, features, ...ran } = await runSomewhere(model, data, options);
  const inferred = performance.now();
  const decode = options.everyClass ? decodeEveryClass : decodeCandidates;
  const rules = options.everyClass || options.asScored ? undefined : manifest.reading;
  const reading = {
    head: manifest.head,
    classIds: Uint16Array.from(manifest.classes, (one) => one.id),
    anchorCount: anchors,
    transform,
    photo,
    // what is read from the candidates needs all of them
    scoreFloor: rules ? SCORE_FLOOR : (options.scoreFloor ?? SCORE_FLOOR),
  };
  const candidates = readCandidates(decode(detections, reading), rules, manifest.classes);
  const timings = {
    preprocessMs: ready - started,
    inferenceMs: inferred - prepared,
    postprocessMs: performance.now() - inferred,
  };
  const found = { candidates, features, manifest, timings, ...ran };
  if (!look) return found;
  const described = performance.now();
  const { defaults } = manifest;
  // figures are of what a page shows, however the caller wants its candidates
  const isAsShown = decode === decodeCandidates && !options.asScored;
  const shown = isAsShown
    ? candidates
    : readCandidates(
        decodeCandidates(detections, { ...reading, scoreFloor: SCORE_FLOOR }),
        manifest.reading,
        manifest.classes,
      );
  const figures = describeDetection(look, { photo, candidates: shown, features, defaults });
  const recordMs = prepared - ready + performance.now() - described;
  return { ...found, figures: { ...figures, recordMs } };
}

/** Loads a model and warms it up, where that was not done yet. @throws AppError as `detectPixels` */
export async function loadNetwork(model: ResolvedModel): Promise<Provider> {
  return (await networkFor(model)).provider;
}

/** Servers elsewhere that run a model, each checked to run this one and none other. @throws AppError as `detectPixels` */
export async function openRemoteAt(
  model: ResolvedModel,
  settings: RemoteSettings,
  options?: RemoteOptions,
): Promise<RemoteNetwork> {
  const local = await networkFor(model);
  const expected = await expectModel(model.manifest, (input) => local.run(input));
  const remote = new RemoteNetwork(expected, settings, options);
  await remote.warm();
  return remote;
}

/**
 * The same for the servers that the environment names.
 * @returns undefined where it names none
 * @throws AppError request/invalid
 */
export async function openRemote(model: ResolvedModel): Promise<RemoteNetwork | undefined> {
  const settings = remoteSettings(thisProviderHost().environment);
  return settings && openRemoteAt(model, settings);
}

/** Frees one model's network. */
export async function releaseNetwork(modelId: string): Promise<void> {
  const opened = networks.get(modelId);
  networks.delete(modelId);
  await releaseLone(modelId);
  await opened?.then((network) => network.release()).catch(() => undefined);
}

/** Frees every loaded network, so that a command can end. */
export async function releaseNetworks(): Promise<void> {
  const opened = [...networks.values()];
  networks.clear();
  await releaseLoneNetworks();
  await Promise.allSettled(opened.map(async (network) => (await network).release()));
}
