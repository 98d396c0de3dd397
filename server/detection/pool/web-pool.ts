import type { ServerResponse } from "node:http";
import type { ErrorResponse } from "@/lib/contracts/error-response";
import { errorBody } from "@/server/api/error-mapping";
import { httpStatusOf } from "@/server/api/http-status";
import { ownTeamIfAny } from "@/server/db/own-team";
import { championId, type ResolvedModel, resolveModel } from "@/server/models/service";
import { detectionMetrics } from "../metrics";
import { type Provider, thisProviderHost } from "../providers";
import { BodyRoom } from "./body-room";
import { expectPhotos } from "./collect-pixels";
import { InferencePool } from "./inference-pool";
import { openInferenceWorker } from "./inference-worker";
import { type PoolSettings, poolSettings } from "./pool-settings";
import { rememberChampion } from "./remembered-champion";
import { ServingModels } from "./serving-models";

/** Models kept warm at once, for teams with champions of their own. */
const MOST_MODELS = 4;
/** A worker beyond the first ends after this long without work. */
const IDLE_MS = 300_000;

export interface WebPool {
  readonly pool: InferencePool;
  readonly settings: PoolSettings;
  readonly room: BodyRoom;
  /** The model that the team's photos are looked at with now. @throws AppError model/… */
  servingModel(): Promise<ResolvedModel>;
  /** Loads the team's champion where that was not done yet. @throws AppError model/…, detection/no-backend */
  warm(): Promise<{ readonly provider: Provider; readonly modelId: string }>;
}

/** On globalThis, because a bundler may load this module more than once, and for the front door. */
const holder = globalThis as {
  forageDetectionPool?: WebPool;
  /** What `server/start/front-door.cjs` answers to a photo while no further one may wait; it shows each that comes. */
  forageDetectionFull?: (response: ServerResponse) => FullAnswer | undefined;
};

interface FullAnswer {
  readonly status: number;
  readonly seconds: number;
  readonly body: ErrorResponse;
}

/**
 * Said at the front door, since a refusal must cost almost nothing. It counts the requests that it lets in: a thousand that come at once
 * would all be inside before the first of them is in the line.
 */
export function countAtDoor(pool: Pick<InferencePool, "isFullWith" | "fullRefusal">) {
  let inside = 0;
  return (response: Pick<ServerResponse, "once">): FullAnswer | undefined => {
    if (pool.isFullWith(inside)) {
      const error = pool.fullRefusal();
      return {
        status: httpStatusOf(error.code),
        seconds: Number(error.facts.seconds),
        body: errorBody(error),
      };
    }
    inside++;
    response.once("close", () => {
      inside--;
    });
    return undefined;
  };
}

function openWebPool(): WebPool {
  expectPhotos();
  const settings = poolSettings(thisProviderHost());
  const metrics = detectionMetrics();
  const pool = new InferencePool({
    open: () => openInferenceWorker(settings.threads),
    size: settings.workers,
    capacity: settings.capacity,
    tellsAlone: settings.isFreeWhenAlone,
    idleMs: IDLE_MS,
    observer: metrics.observer,
  });
  metrics.look = () => ({ state: pool.state, models: pool.modelIds });
  const serving = new ServingModels({
    resolve: resolveModel,
    warm: (model) => pool.warm(model),
    release: (id) => pool.release(id),
    most: MOST_MODELS,
  });
  const championOf = rememberChampion(championId);
  const servingModel = async () => {
    const team = ownTeamIfAny() ?? "";
    return serving.modelFor(team, await championOf(team));
  };
  return {
    pool,
    settings,
    room: new BodyRoom(undefined, () => metrics.observer.refused?.("full")),
    servingModel,
    async warm() {
      const model = await servingModel();
      return { provider: await pool.warm(model), modelId: model.id };
    },
  };
}

/** The web server's own pool; its first worker starts with the first model. */
export function webPool(): WebPool {
  if (holder.forageDetectionPool) return holder.forageDetectionPool;
  const opened = openWebPool();
  holder.forageDetectionPool = opened;
  holder.forageDetectionFull = countAtDoor(opened.pool);
  return opened;
}

/** Ends its workers, if there are any: for tests and commands. */
export async function closeWebPool(): Promise<void> {
  const { forageDetectionPool } = holder;
  holder.forageDetectionPool = undefined;
  holder.forageDetectionFull = undefined;
  await forageDetectionPool?.pool.close();
}
