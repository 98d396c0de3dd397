import { spawn } from "node:child_process";
import { join } from "node:path";
import { startOwnForage } from "@/scripts/own-forage";
import { freePort } from "@/server/storage/testing/free-port";
import { forageUsage, processUsage, type Usage } from "./usage";

/** A server under load. */
export interface LoadedServer {
  readonly name: string;
  readonly url: string;
  readonly healthUrl: string;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

/** Forage as `npm start` starts it, warm. */
export async function startOurs(root: string): Promise<LoadedServer> {
  const own = await startOwnForage(root);
  const { address } = own;
  await untilOk(`${address}/health/ready`);
  return {
    name: "Forage",
    url: `${address}/api/v1/detect`,
    healthUrl: `${address}/health/ready`,
    usage: () => forageUsage(address),
    stop: own.stop,
  };
}

/** @param python with fastapi, uvicorn, pillow and onnxruntime */
export async function startPeer(root: string, python: string, model: string): Promise<LoadedServer> {
  const port = await freePort();
  const script = join(root, "scripts", "bench", "load", "peer.py");
  const peer = spawn(python, [script, "serve", model, String(port)], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const ended = new Promise<void>((resolve) => peer.once("exit", () => resolve()));
  const address = `http://127.0.0.1:${port}`;
  await untilOk(`${address}/health`);
  return {
    name: "FastAPI",
    url: `${address}/detect`,
    healthUrl: `${address}/health`,
    usage: async () => processUsage(peer.pid ?? 0),
    async stop() {
      peer.kill("SIGTERM");
      await ended;
    },
  };
}

/** Photos a second that the network alone reaches on so many cores. */
export async function bareRate(root: string, options: { python: string; model: string; cores: number }) {
  const script = join(root, "scripts", "bench", "load", "peer.py");
  const child = spawn(options.python, [script, "bare", options.model, String(options.cores), "5"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said: Buffer[] = [];
  child.stdout.on("data", (bytes: Buffer) => said.push(bytes));
  await new Promise((resolve) => child.once("exit", resolve));
  return Number(Buffer.concat(said).toString());
}

const START_MS = 120_000;

async function untilOk(url: string): Promise<void> {
  const until = Date.now() + START_MS;
  for (;;) {
    const isOk = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isOk) return;
    if (Date.now() > until) throw new Error(`${url} does not answer`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
