import { isAppError } from "@/lib/core/errors";
import { createSemaphore } from "@/server/media/semaphore";
import type { ResolvedModel } from "@/server/models/service";
import { answerPhoto } from "../answer-photo";
import type { RemoteNetwork } from "../remote/remote-network";
import { loadNetwork, openRemote, releaseNetwork } from "../service";
import { collectPixels } from "./collect-pixels";
import type { Failure, FromWorker, ToWorker } from "./messages";

/** What a failure is, in a form that passes between processes: code and facts of an expected one, else its words. */
function asFailure(error: unknown): Failure {
  if (isAppError(error)) return { code: error.code, facts: { ...error.facts } };
  const { name, message } = error instanceof Error ? error : { name: undefined, message: String(error) };
  return { name, message: message.slice(0, 300) };
}

/** What this process has used so far. */
function usage(): Extract<FromWorker, { type: "answered" }>["usage"] {
  const { user, system } = process.cpuUsage();
  return { cpuSeconds: (user + system) / 1e6, residentBytes: process.memoryUsage.rss() };
}

const send = (message: FromWorker) => process.send?.(message);

/**
 * What the process does with its messages. One network runs at a time, and the next photo is decoded meanwhile; models are loaded and
 * released one after the other, and none is released before the photos that came earlier are answered.
 */
export function workInProcess(): void {
  const collect = collectPixels();
  const turn = createSemaphore(1);
  const stops = new Map<number, AbortController>();
  /** Photos that are not answered; their promises never reject. */
  const running = new Set<Promise<void>>();
  const models = new Map<string, { readonly model: ResolvedModel; readonly remote?: RemoteNetwork }>();

  const detect = async ({ id, photo }: Extract<ToWorker, { type: "detect" }>) => {
    const { signal } = stops.get(id) ?? new AbortController();
    const { modelId: asked, ...rest } = photo;
    const loaded = models.get(asked);
    if (!loaded) throw new RangeError(`${asked} was not loaded`);
    const { model, remote } = loaded;
    const { answer, attempts, figures } = await answerPhoto({ ...rest, model }, { signal, remote, turn });
    const body = Buffer.from(JSON.stringify(answer));
    const { timings, modelId } = answer;
    send({
      type: "answered",
      id,
      body,
      timings,
      modelId,
      attempts,
      figures,
      uses: remote?.uses ?? [],
      usage: usage(),
    });
  };
  const load = async ({ id, model }: Extract<ToWorker, { type: "load" }>) => {
    const provider = await loadNetwork(model);
    const remote = await openRemote(model);
    models.set(model.id, { model, remote });
    send({ type: "loaded", id, provider, uses: remote?.uses ?? [], usage: usage() });
  };
  const release = async ({ modelId }: Extract<ToWorker, { type: "release" }>) => {
    models.delete(modelId);
    await Promise.all(running);
    return releaseNetwork(modelId);
  };
  const answer = async (message: Extract<ToWorker, { type: "detect" | "load" }>) => {
    try {
      await (message.type === "detect" ? detect(message) : load(message));
    } catch (error) {
      send({ type: "failed", id: message.id, failure: asFailure(error) });
    } finally {
      stops.delete(message.id);
      collect();
    }
  };

  let before: Promise<unknown> = Promise.resolve();
  process.on("message", (message: ToWorker) => {
    switch (message.type) {
      case "cancel":
        stops.get(message.id)?.abort();
        break;
      case "detect": {
        stops.set(message.id, new AbortController());
        const run: Promise<void> = answer(message).finally(() => running.delete(run));
        running.add(run);
        break;
      }
      case "load":
        before = before.then(() => answer(message));
        break;
      case "release":
        before = before.then(() => release(message));
        break;
    }
  });
  send({ type: "ready" });
}
