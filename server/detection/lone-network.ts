import { availableParallelism } from "node:os";
import type { ResolvedModel } from "@/server/models/service";
import { type Network, openOnCores } from "./network";
import { MOST_THREADS, thisProviderHost, threadCount } from "./providers";

interface Opened {
  readonly opening: Promise<void>;
  network?: Network;
}

const opened = new Map<string, Opened>();

/**
 * The model's network on all cores, for a photo that is alone: where each core has a process of its own, the others' cores have nothing
 * to do meanwhile. It is loaded once the first such photo has its answer.
 * @param beside the network that photos have which are not alone
 * @returns undefined where that has all cores already, and as long as it is not loaded
 */
export function loneNetwork(
  model: ResolvedModel,
  beside: Pick<Network, "provider">,
  cores = availableParallelism(),
): Network | undefined {
  const threads = Math.min(MOST_THREADS, cores);
  if (beside.provider !== "cpu" || threadCount(thisProviderHost()) >= threads) return undefined;
  const known = opened.get(model.id);
  if (known) return known.network;
  // one that cannot be loaded is done without
  const opening = new Promise((resolve) => setImmediate(resolve))
    .then(() => openOnCores(model, threads))
    .then(
      (network) => {
        if (opened.get(model.id) === made) made.network = network;
        else void network.release();
      },
      (error: unknown) => console.warn("detection: no network for photos that are alone:", error),
    );
  const made: Opened = { opening };
  opened.set(model.id, made);
  return undefined;
}

/** Frees it. */
export async function releaseLone(modelId: string): Promise<void> {
  const known = opened.get(modelId);
  opened.delete(modelId);
  await known?.opening;
  await known?.network?.release();
}

/** Frees all of them. */
export async function releaseLoneNetworks(): Promise<void> {
  await Promise.all([...opened.keys()].map(releaseLone));
}
