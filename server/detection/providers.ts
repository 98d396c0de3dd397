import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";

/** Where the server's network runs. */
export type Provider = "cuda" | "webgpu" | "cpu";

/** What the choice of provider looks at; a test gives its own. */
export interface ProviderHost {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Names in /dev and /dev/dri. */
  readonly devices: readonly string[];
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

export function thisProviderHost(): ProviderHost {
  const devices = process.platform === "linux" ? [...listFolder("/dev"), ...listFolder("/dev/dri")] : [];
  return { environment: process.env, platform: process.platform, devices };
}

/** A GPU's device node: without one, Vulkan on Linux can only be a renderer in software. */
const GPU_DEVICE = /^(renderD[0-9]+|nvidia[0-9]+|dxg)$/;

/**
 * Providers in the order in which they are tried: CUDA where it is asked for, the bundled WebGPU where there may be
 * a real GPU, and the CPU, which always works.
 */
export function providerOrder({ environment, platform, devices }: ProviderHost): readonly Provider[] {
  const mayHaveGpu = platform === "linux" ? devices.some((name) => GPU_DEVICE.test(name)) : true;
  const wantsWebGpu = environment.FORAGE_WEBGPU !== "0" && mayHaveGpu;
  return [
    ...(environment.FORAGE_CUDA === "1" ? (["cuda"] as const) : []),
    ...(wantsWebGpu ? (["webgpu"] as const) : []),
    "cpu",
  ];
}

/** More gain little. */
export const MOST_THREADS = 4;

/**
 * Threads of one inference: `FORAGE_DETECTION_THREADS`, or up to four of the cores that it has for itself.
 * @param cores default: all of the machine
 */
export function threadCount({ environment }: ProviderHost, cores = availableParallelism()): number {
  const asked = Number(environment.FORAGE_DETECTION_THREADS);
  return Number.isInteger(asked) && asked > 0 ? asked : Math.min(MOST_THREADS, Math.max(1, cores));
}
