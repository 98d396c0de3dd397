import { parentPort } from "node:worker_threads";
import { isAppError } from "@/lib/core/errors";
import type { ResolvedModel } from "@/server/models/service";
import { answerPhoto } from "../answer-photo";
import { loadNetwork, releaseNetwork } from "../service";
import type { Failure, FromThread, ToThread } from "./messages";

/** What a failure is, in a form that passes between threads: code and facts of an expected one, else its words. */
function asFailure(error: unknown): Failure {
  if (isAppError(error)) return { code: error.code, facts: { ...error.facts } };
  const { name, message } = error instanceof Error ? error : { name: undefined, message: String(error) };
  return { name, message: message.slice(0, 300) };
}

/** What the thread does with its messages: one after the other, so that no network is released while it runs. */
export function workInThread(): void {
  const port = parentPort;
  if (!port) throw new RangeError("not in a thread");
  const stops = new Map<number, AbortController>();
  const models = new Map<string, ResolvedModel>();
  const send = (message: FromThread, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

  const detect = async ({ id, photo }: Extract<ToThread, { type: "detect" }>) => {
    const { signal } = stops.get(id) ?? new AbortController();
    const { modelId: asked, ...rest } = photo;
    const model = models.get(asked);
    if (!model) throw new RangeError(`${asked} was not loaded`);
    const answer = await answerPhoto({ ...rest, model }, signal);
    const body = new Uint8Array(new TextEncoder().encode(JSON.stringify(answer)));
    const { timings, modelId } = answer;
    send({ type: "answered", id, body, timings, modelId }, [body.buffer]);
  };
  const load = async ({ id, model }: Extract<ToThread, { type: "load" }>) => {
    const provider = await loadNetwork(model);
    models.set(model.id, model);
    send({ type: "loaded", id, provider });
  };
  const handle = async (message: Exclude<ToThread, { type: "cancel" }>) => {
    if (message.type === "release") {
      models.delete(message.modelId);
      return releaseNetwork(message.modelId);
    }
    try {
      await (message.type === "detect" ? detect(message) : load(message));
    } catch (error) {
      send({ type: "failed", id: message.id, failure: asFailure(error) });
    } finally {
      stops.delete(message.id);
    }
  };

  let before: Promise<unknown> = Promise.resolve();
  port.on("message", (message: ToThread) => {
    if (message.type === "cancel") {
      stops.get(message.id)?.abort();
      return;
    }
    if (message.type === "detect") stops.set(message.id, new AbortController());
    before = before.then(() => handle(message));
  });
  send({ type: "ready" });
}
