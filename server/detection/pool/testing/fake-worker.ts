import { vi } from "vitest";
import { AppError } from "@/lib/core/errors";
import { type Deferred, defer } from "../deferred";
import { type InferenceWorker, type PhotoAnswer, WorkerEnded } from "../inference-worker";

const NO_TIME = { queueMs: 0, decodeMs: 0, preprocessMs: 0, inferenceMs: 0, postprocessMs: 0, totalMs: 0 };

/** A worker whose work the test ends, photo by photo. A photo's file is its name in letters. */
export class FakeWorker implements InferenceWorker {
  private readonly start = defer<void>();
  private readonly over = defer<void>();
  /** What it has in hand, the photo that is looked at first. */
  private readonly given: {
    readonly name: string;
    readonly modelId: string;
    readonly answer: Deferred<PhotoAnswer>;
  }[] = [];
  readonly started = this.start.promise;
  readonly ended = this.over.promise;
  readonly usage = { cpuSeconds: 1, residentBytes: 1_000 };
  readonly load = vi.fn(async () => "cpu" as const);
  readonly release = vi.fn();
  /** Names of the photos that the network ran for. */
  readonly ran: string[] = [];
  /** Names of the photos that came while no other was there. */
  readonly alone: string[] = [];

  constructor() {
    this.started.catch(() => undefined);
  }

  detect({ bytes, model, isAlone }: Parameters<InferenceWorker["detect"]>[0], signal: AbortSignal) {
    const answer = defer<PhotoAnswer>();
    const name = new TextDecoder().decode(bytes);
    if (isAlone) this.alone.push(name);
    const one = { name, modelId: model.id, answer };
    this.given.push(one);
    // as the worker does between decoding and the network
    signal.addEventListener("abort", () => {
      const at = this.given.indexOf(one);
      if (at >= 0) this.given.splice(at, 1);
      answer.reject(new AppError("detection/cancelled"));
    });
    return answer.promise;
  }

  async end(): Promise<void> {
    const reason = new WorkerEnded("ended by the test");
    this.start.reject(reason);
    for (const { answer } of this.given.splice(0)) answer.reject(reason);
    this.over.resolve();
  }

  get photo(): string | undefined {
    return this.given[0]?.name;
  }

  begin(): void {
    this.start.resolve();
  }

  /** The network has run. */
  finish(): void {
    const photo = this.given.shift();
    if (!photo) throw new RangeError("no photo is looked at");
    this.ran.push(photo.name);
    const body = new TextEncoder().encode(photo.name);
    photo.answer.resolve({ body, timings: NO_TIME, modelId: photo.modelId, attempts: [], uses: [] });
  }

  fail(error: Error): void {
    this.given.shift()?.answer.reject(error);
  }
}
