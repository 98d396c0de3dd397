import type { BackendReason } from "@/lib/client/detection/detector";
import type { Graph } from "@/lib/client/detection/graph/graph-model";

export interface RuntimeOptions {
  /** Folder of the WASM binaries, with a slash at its end. */
  readonly assetBase: string;
  /** The person chose this backend: take it even where a GPU is only emulated. */
  readonly allowSoftware: boolean;
  /** Address of the script of the engine's helper threads. */
  readonly threadUrl: string;
  /** This many threads on any device, for measurements. */
  readonly threads?: number | undefined;
  /** Loads the backend's stock kernels, for what the engine has no code for. */
  loadStock(): RuntimeModule;
}

/** One network on one backend. */
export interface Runtime {
  /** Adapter, renderer or instruction set, for the person to read. */
  readonly detail: string;
  /** Resolves when the device or context is gone; never rejects. */
  readonly lost: Promise<BackendReason>;
  /** Compiles and runs once, so that the first photo does not wait for it. */
  warmUp(): Promise<void>;
  /** Says that a run follows within some milliseconds. */
  prepare?(): void;
  /**
   * @param input NHWC values of the network's input
   * @param scoreFloor where given, anchors without such a score and of the others all but the best classes may be left out
   */
  run(input: Float32Array, scoreFloor?: number): Promise<NetworkOutput>;
  /** Tensors or buffers alive now, for leak tests. */
  liveTensors(): number;
  dispose(): void;
}

export interface NetworkOutput {
  /** [4 + nc, anchors] row-major; with a score floor maybe fewer anchors, in their order, and zeros for classes left out. */
  readonly detections: Float32Array;
  /** [featureLength], empty without a feature output. */
  readonly features: Float32Array;
}

/** What a backend's script puts on the worker's global scope. */
export interface RuntimeModule {
  /** @throws RuntimeUnavailable if this device cannot or should not run it */
  create(graph: Graph, options: RuntimeOptions): Promise<Runtime>;
}

/** A backend that cannot be taken here, and why. */
export class RuntimeUnavailable extends Error {
  constructor(
    readonly reason: BackendReason,
    readonly detail: string = "",
  ) {
    super(`${reason} ${detail}`);
    this.name = "RuntimeUnavailable";
  }
}

/** Each backend's script has its own copy of the class, so it is known by name. */
export function isRuntimeUnavailable(error: unknown): error is RuntimeUnavailable {
  return error instanceof Error && error.name === "RuntimeUnavailable";
}

declare global {
  var forageRuntimes: Record<string, RuntimeModule> | undefined;
}

/** Called by each backend's script when it loads. */
export function provideRuntime(backend: string, module: RuntimeModule): void {
  globalThis.forageRuntimes = { ...globalThis.forageRuntimes, [backend]: module };
}
