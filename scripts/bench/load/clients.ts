import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** What one server did under a load. */
export interface LoadResult {
  readonly photosPerSecond: number;
  /** Of photos that were answered, ms. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly answered: number;
  /** 429 and 503. */
  readonly refused: number;
  /** Anything else. */
  readonly failed: number;
  /** Longest answer of the health address meanwhile, ms. */
  readonly healthMs: number;
}

export interface Load {
  /** Address that takes the photo as raw body. */
  readonly url: string;
  readonly healthUrl: string;
  readonly photo: Buffer;
  readonly contentType: string;
  /** Each sends its next photo when it has its answer, or after as long as it is told to wait. */
  readonly clients: number;
  readonly seconds: number;
}

interface Reply {
  readonly status: number;
  readonly retryAfter: number;
}

function send(
  agent: Agent,
  url: string,
  { photo, contentType }: Pick<Load, "photo" | "contentType">,
): Promise<Reply> {
  return new Promise((resolve) => {
    const headers = { "content-type": contentType, "content-length": photo.length };
    const sending = request(url, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.once("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: Number(response.headers["retry-after"] ?? 0),
        }),
      );
    });
    sending.once("error", () => resolve({ status: 0, retryAfter: 0 }));
    sending.end(photo);
  });
}

/** Asks for a small page again and again, from another process. @returns longest wait, ms */
async function watchHealth(url: string, seconds: number): Promise<number> {
  const script = fileURLToPath(new URL("./watch-health.mjs", import.meta.url));
  const child = spawn(process.execPath, [script, url, String(seconds * 1_000)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said: Buffer[] = [];
  child.stdout.on("data", (bytes: Buffer) => said.push(bytes));
  await once(child, "close");
  return child.exitCode === 0 ? Number(Buffer.concat(said).toString()) : Number.NaN;
}

/** @param values sorted */
function quantile(values: readonly number[], share: number): number {
  return values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
}

/** Lets many clients send the photo at once for a while. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.clients });
  const started = performance.now();
  const until = started + load.seconds * 1_000;
  const times: number[] = [];
  let refused = 0;
  let failed = 0;
  const client = async () => {
    while (performance.now() < until) {
      const sent = performance.now();
      const { status, retryAfter } = await send(agent, load.url, load);
      if (status === 200) times.push(performance.now() - sent);
      else if (status === 429 || status === 503) refused++;
      else failed++;
      if (status !== 200)
        await sleep(Math.min(retryAfter * 1_000, Math.max(0, until - performance.now())) || 10);
    }
  };
  const health = watchHealth(load.healthUrl, load.seconds);
  await Promise.all(Array.from({ length: load.clients }, client));
  const seconds = (performance.now() - started) / 1_000;
  agent.destroy();
  times.sort((a, b) => a - b);
  return {
    photosPerSecond: times.length / seconds,
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    answered: times.length,
    refused,
    failed,
    healthMs: await health,
  };
}
