import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { z } from "zod";
import { openWorker, type WorkerConnectionOptions } from "./worker-connection";

class FakeWorker {
  onerror: ((event: { message: string; preventDefault(): void }) => void) | undefined;
  onmessage: ((event: { data: unknown }) => void) | undefined;
  readonly postMessage = vi.fn();
  readonly terminate = vi.fn();

  constructor(readonly address: string) {
    started.push(this);
  }

  fail(): void {
    this.onerror?.({ message: "", preventDefault: () => undefined });
  }
}

let started: FakeWorker[];
const onMessage = vi.fn();
const onDead = vi.fn();

beforeEach(() => {
  started = [];
  vi.clearAllMocks();
  vi.stubGlobal("Worker", FakeWorker);
  vi.stubGlobal("navigator", { locks: { request: () => new Promise(() => undefined) } });
});
afterEach(() => vi.unstubAllGlobals());

const messages = z.object({ type: z.enum(["alive", "done"]) });
type Options = WorkerConnectionOptions<z.infer<typeof messages>>;
const open = (options: Pick<Options, "url" | "otherwise">) =>
  openWorker({ ...options, name: "test", messages, onMessage, onDead });

it("starts the plain script where the named one is not there, with all that was said to it", () => {
  const connection = open({ url: "/worker/a-ABCD1234.js", otherwise: "/worker/a.js" });
  connection.send({ type: "start" });
  started[0]!.fail();
  connection.send({ type: "more" });
  expect(started.map(({ address }) => address)).toEqual(["/worker/a-ABCD1234.js", "/worker/a.js"]);
  expect(started[0]!.terminate).toHaveBeenCalled();
  expect(started[1]!.postMessage.mock.calls).toEqual([[{ type: "start" }], [{ type: "more" }]]);
  started[1]!.onmessage?.({ data: { type: "alive" } });
  expect(onMessage).toHaveBeenCalledWith({ type: "alive" });
  expect(onDead).not.toHaveBeenCalled();
});

it("takes it for dead when the plain one is not there either, and when it ends after its first word", () => {
  open({ url: "/worker/a-ABCD1234.js", otherwise: "/worker/a.js" });
  started[0]!.fail();
  started[1]!.fail();
  expect(onDead).toHaveBeenCalledExactlyOnceWith("the worker's script could not be loaded");
  open({ url: "/worker/a-ABCD1234.js", otherwise: "/worker/a.js" });
  started[2]!.onmessage?.({ data: { type: "alive" } });
  started[2]!.fail();
  expect(started).toHaveLength(3);
  expect(onDead).toHaveBeenCalledTimes(2);
});

it("has nothing else to start where only one name is known, and starts nothing after it was closed", () => {
  open({ url: "/worker/a.js" });
  started[0]!.fail();
  expect(onDead).toHaveBeenCalledTimes(1);
  open({ url: "/worker/a-ABCD1234.js", otherwise: "/worker/a.js" }).close();
  started[1]!.fail();
  expect(started).toHaveLength(2);
  expect(onDead).toHaveBeenCalledTimes(1);
});
