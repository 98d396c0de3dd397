import { availableParallelism } from "node:os";
import { type ProviderHost, providerOrder, threadCount } from "../providers";
import { remoteSettings } from "../remote/remote-settings";

export interface PoolSettings {
  /** Processes that look at photos at the same time. */
  readonly workers: number;
  /** Threads of one inference. */
  readonly threads: number;
  /** Whether a photo that is alone may have more: not where somebody has said how many. */
  readonly isFreeWhenAlone: boolean;
  /** Most photos that wait. */
  readonly capacity: number;
  /** Within which an answer must be there, unless the client says otherwise, ms. */
  readonly withinMs: number;
}

/** About a second and a half of work for two cores: who waits longer is better told to come again. */
const CAPACITY = 128;
const WITHIN_SECONDS = 10;

function wholeNumber(text: string | undefined, otherwise: number): number {
  const asked = Number(text);
  return Number.isInteger(asked) && asked > 0 ? asked : otherwise;
}

/**
 * How the server's pool is set up: `FORAGE_DETECTION_WORKERS` (the processor's cores, twice as many where servers elsewhere run the network; one where a GPU does),
 * `FORAGE_DETECTION_THREADS`, `FORAGE_DETECTION_QUEUE` and `FORAGE_DETECTION_SECONDS`.
 */
export function poolSettings(machine: ProviderHost, cores = availableParallelism()): PoolSettings {
  const { environment } = machine;
  const onProcessor = providerOrder(machine)[0] === "cpu";
  // a process that waits for a server elsewhere needs no core
  const atOnce = remoteSettings(environment) ? 2 * cores : cores;
  const workers = wholeNumber(environment.FORAGE_DETECTION_WORKERS, onProcessor ? atOnce : 1);
  return {
    workers,
    // threads beyond the cores only wait for one another: two on a core take half as much time again for a photo
    threads: threadCount(machine, Math.floor(cores / workers)),
    isFreeWhenAlone: wholeNumber(environment.FORAGE_DETECTION_THREADS, 0) === 0,
    capacity: wholeNumber(environment.FORAGE_DETECTION_QUEUE, CAPACITY),
    withinMs: wholeNumber(environment.FORAGE_DETECTION_SECONDS, WITHIN_SECONDS) * 1_000,
  };
}
