import { isAppError } from "@/lib/core/errors";
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

/** What the process does with its messages: one after the other, so that no network is released while it runs. */
export function workInProcess(): void {
  const collect = collectPixels();
  const stops = new Map<number, AbortController>();
  const models = new Map<string, { readonly model: ResolvedModel; readonly remote?: RemoteNetwork }>();

  const detect = async ({ id, photo }: Extract<ToWorker, { type: "detect" }>) => {
    const { signal } = stops.get(id) ?? new AbortController();
    const { modelId: asked, ...rest } = photo;
    const loaded = models.get(asked);
    if (!loaded) throw new RangeError(`${asked} was not loaded`);
    const { model, remote } = loaded;
    const { answer, attempts, figures } = await answerPhoto({ ...rest, model }, { signal, remote });
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
  const handle = async (message: Exclude<ToWorker, { type: "cancel" }>) => {
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
      collect();
    }
  };

  let before: Promise<unknown> = Promise.resolve();
  process.on("message", (message: ToWorker) => {
    if (message.type === "cancel") {
      stops.get(message.id)?.abort();
      return;
    }
    if (message.type === "detect") stops.set(message.id, new AbortController());
    before = before.then(() => handle(message));
  });
  send({ type: "ready" });
}
