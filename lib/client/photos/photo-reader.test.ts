import { describe, expect, it } from "vitest";
import type { WorkerConnectionOptions } from "@/lib/client/browser/worker-connection";
import type { PhotoWorkerMessage, PhotoWorkerRequest } from "@/lib/contracts/photo-worker";
import { createPhotoReader } from "./photo-reader";

const size = { width: 4, height: 3 };
const [file, other, made, small] = ["file", "other", "made", "small"].map((text) => new Blob([text])) as [
  Blob,
  Blob,
  Blob,
  Blob,
];

/** A worker whose answers the test gives. */
class PuppetWorker {
  readonly requests: PhotoWorkerRequest[] = [];
  closed = false;

  constructor(private readonly options: WorkerConnectionOptions<PhotoWorkerMessage>) {}

  says(message: PhotoWorkerMessage): void {
    this.options.onMessage(message);
  }

  dies(): void {
    this.options.onDead("gone");
  }

  get asked(): Blob[] {
    return this.requests.flatMap((request) => (request.type === "read" ? [request.file] : []));
  }
}

function setUp() {
  const workers: PuppetWorker[] = [];
  const here: Blob[] = [];
  const idle: { task: () => void; isOff: boolean }[] = [];
  const reader = createPhotoReader({
    open(options) {
      const worker = new PuppetWorker(options);
      workers.push(worker);
      return {
        lockName: "lock",
        send: (request) => worker.requests.push(request),
        close: () => {
          worker.closed = true;
        },
      };
    },
    readHere: async (blob, thumbnail) => {
      here.push(blob);
      return { blob, size, ...(thumbnail && { thumbnail: small }) };
    },
    later(task) {
      const entry = { task, isOff: false };
      idle.push(entry);
      return () => {
        entry.isOff = true;
      };
    },
  });
  return { reader, workers, here, idle };
}

describe("createPhotoReader", () => {
  it("reads all in one worker", async () => {
    const { reader, workers, here } = setUp();
    const [first, second] = [reader.read(file), reader.readAlone(other)];
    const [worker] = workers as [PuppetWorker];
    worker.says({ type: "alive" });
    worker.says({ type: "read", photo: 0, blob: made, size, thumbnail: small });
    worker.says({ type: "read", photo: 1, blob: other, size });
    expect(await first).toEqual({ blob: made, size, thumbnail: small });
    expect(await second).toEqual({ blob: other, size });
    expect([workers.length, here.length]).toEqual([1, 0]);
    expect(worker.asked).toEqual([file, other]);
  });

  it("passes on why a photo cannot be read, and goes on", async () => {
    const { reader, workers } = setUp();
    const [first, second] = [reader.read(file), reader.readAlone(other)];
    workers[0]!.says({ type: "alive" });
    workers[0]!.says({ type: "failed", photo: 0, code: "photo/damaged", facts: { format: "jpeg" } });
    workers[0]!.says({ type: "read", photo: 1, blob: other, size });
    await expect(first).rejects.toMatchObject({ code: "photo/damaged", facts: { format: "jpeg" } });
    expect(await second).toEqual({ blob: other, size });
  });

  it("reads here what a worker cannot, and everything where there is no worker", async () => {
    const { reader, workers, here } = setUp();
    const unable = reader.read(file);
    workers[0]!.says({ type: "alive" });
    workers[0]!.says({ type: "unable", photo: 0 });
    expect(await unable).toEqual({ blob: file, size, thumbnail: small });

    const none = setUp();
    const [first, second] = [none.reader.read(file), none.reader.readAlone(other)];
    none.workers[0]!.dies();
    expect(await first).toEqual({ blob: file, size, thumbnail: small });
    expect(await second).toEqual({ blob: other, size });
    await none.reader.readAlone(made);
    expect(none.here).toEqual([file, other, made]);
    expect([here.length, none.workers.length]).toEqual([1, 1]);
  });

  it("gives up only the photo that a worker ended over", async () => {
    const { reader, workers, here } = setUp();
    const [first, second] = [reader.read(file), reader.readAlone(other)];
    workers[0]!.says({ type: "alive" });
    workers[0]!.dies();
    await expect(first).rejects.toMatchObject({ code: "detection/out-of-memory" });
    expect(workers[1]!.asked).toEqual([other]);
    workers[1]!.says({ type: "alive" });
    workers[1]!.says({ type: "read", photo: 1, blob: other, size });
    expect(await second).toEqual({ blob: other, size });
    expect(here).toEqual([]);
  });

  it("ends a worker that has nothing to do, and starts another for the next photo", async () => {
    const { reader, workers, idle } = setUp();
    const first = reader.readAlone(file);
    workers[0]!.says({ type: "alive" });
    workers[0]!.says({ type: "read", photo: 0, blob: file, size });
    await first;
    const second = reader.readAlone(other);
    expect(idle[0]!.isOff).toBe(true);
    workers[0]!.says({ type: "read", photo: 1, blob: other, size });
    await second;
    idle[1]!.task();
    expect(workers[0]!.closed).toBe(true);
    void reader.readAlone(made);
    expect(workers[1]!.asked).toEqual([made]);
  });
});
