import type { WorkerConnection, WorkerConnectionOptions } from "@/lib/client/browser/worker-connection";
import {
  type PhotoWorkerMessage,
  type PhotoWorkerRequest,
  photoWorkerMessageSchema,
} from "@/lib/contracts/photo-worker";
import { AppError } from "@/lib/core/errors";
import type { BrowserPhoto, PhotoAlone } from "./open-photo-file";

export interface PhotoReaderOptions {
  readonly open: (
    options: WorkerConnectionOptions<PhotoWorkerMessage>,
  ) => WorkerConnection<PhotoWorkerRequest>;
  /** The worker's file, named by its content. */
  readonly script?: string | undefined;
  /** Reads in this thread, where no worker can. */
  readonly readHere: (file: Blob, thumbnail: boolean) => Promise<PhotoAlone & { thumbnail?: Blob }>;
  /** Calls back after a while; the result takes it back. */
  readonly later: (task: () => void, ms: number) => () => void;
}

export interface PhotoReader {
  /** @throws AppError with a `photo/…` code; detection/out-of-memory if the browser ended the worker over it */
  read(file: Blob): Promise<BrowserPhoto>;
  readAlone(file: Blob): Promise<PhotoAlone>;
}

interface Waiting {
  readonly file: Blob;
  readonly thumbnail: boolean;
  resolve(photo: PhotoAlone & { thumbnail?: Blob | undefined }): void;
  reject(error: unknown): void;
}

/** What the worker is called whatever is in it. */
const PLAIN_SCRIPT = "photos.js";
/** A worker without work is ended after this long: the HEIC decoder keeps what memory it has ever taken. */
const IDLE_MS = 30_000;

/** Reads photos in a worker that is started when one comes, and in this thread where there can be none. */
export function createPhotoReader({ open, readHere, later, script }: PhotoReaderOptions): PhotoReader {
  /** In the order in which the worker takes them. */
  const waiting = new Map<number, Waiting>();
  let count = 0;
  let connection: WorkerConnection<PhotoWorkerRequest> | undefined;
  let isAlive = false;
  let canHaveWorker = true;
  let stopIdle = () => {};

  function connect(): void {
    isAlive = false;
    try {
      connection = open({
        url: `/worker/${script ?? PLAIN_SCRIPT}`,
        otherwise: `/worker/${PLAIN_SCRIPT}`,
        name: "forage-photos",
        isModule: true,
        messages: photoWorkerMessageSchema,
        onMessage: receive,
        onDead: lose,
      });
      connection.send({ type: "start", lockName: connection.lockName });
    } catch {
      lose();
    }
  }

  function receive(message: PhotoWorkerMessage): void {
    if (message.type === "alive") {
      isAlive = true;
      return;
    }
    const job = waiting.get(message.photo);
    waiting.delete(message.photo);
    if (!job) return;
    if (message.type === "read") job.resolve(message);
    else if (message.type === "failed") job.reject(new AppError(message.code, { facts: message.facts }));
    else void here(job);
    if (waiting.size > 0) return;
    stopIdle = later(() => {
      connection?.close();
      connection = undefined;
    }, IDLE_MS);
  }

  /** The worker's end: over its first photo if it had begun, else because this browser or server has no such worker. */
  function lose(): void {
    connection = undefined;
    if (isAlive) {
      const [first] = waiting.keys();
      const job = first === undefined ? undefined : waiting.get(first);
      if (first !== undefined) waiting.delete(first);
      job?.reject(new AppError("detection/out-of-memory"));
      if (waiting.size === 0) return;
      connect();
      for (const [photo, { file, thumbnail }] of waiting) ask(photo, file, thumbnail);
      return;
    }
    canHaveWorker = false;
    const left = [...waiting.values()];
    waiting.clear();
    void left.reduce((before, job) => before.then(() => here(job)), Promise.resolve());
  }

  async function here(job: Waiting): Promise<void> {
    await readHere(job.file, job.thumbnail).then(job.resolve, job.reject);
  }

  function ask(photo: number, file: Blob, thumbnail: boolean): void {
    connection?.send({ type: "read", photo, file, thumbnail });
  }

  function request(file: Blob, thumbnail: boolean): Promise<PhotoAlone & { thumbnail?: Blob | undefined }> {
    if (!canHaveWorker) return readHere(file, thumbnail);
    stopIdle();
    return new Promise((resolve, reject) => {
      const photo = count++;
      waiting.set(photo, { file, thumbnail, resolve, reject });
      if (!connection) connect();
      ask(photo, file, thumbnail);
    });
  }

  return {
    async read(file) {
      const { blob, size, thumbnail } = await request(file, true);
      if (!thumbnail) throw new RangeError("a photo was read without its thumbnail");
      return { blob, size, thumbnail };
    },
    async readAlone(file) {
      const { blob, size } = await request(file, false);
      return { blob, size };
    },
  };
}
