import { spawn } from "node:child_process";
import { join } from "node:path";
import { startOwnForage } from "@/scripts/own-forage";
import { freePort } from "@/server/storage/testing/free-port";
import { forageUsage, treeUsage, type Usage } from "./usage";

/** A server under load. */
export interface LoadedServer {
  readonly name: string;
  readonly url: string;
  readonly healthUrl: string;
  /** A photo as this server takes it. */
  readonly body: (photo: Buffer) => { readonly photo: Buffer; readonly contentType: string };
  usage(): Promise<Usage>;
  /**
   * Holds its processes while another server is measured: LitServe's ask their queues again and again, half a core in all without a
   * single photo.
   */
  hold(): void;
  goOn(): void;
  stop(): Promise<void>;
}

const rawBody: LoadedServer["body"] = (photo) => ({ photo, contentType: "image/jpeg" });

const BOUNDARY = "forage-bench";
const formBody: LoadedServer["body"] = (photo) => ({
  photo: Buffer.concat([
    Buffer.from(
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="photo"; filename="photo.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`,
    ),
    photo,
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]),
  contentType: `multipart/form-data; boundary=${BOUNDARY}`,
});

/** Forage as `npm start` starts it, warm. */
export async function startOurs(root: string): Promise<LoadedServer> {
  const own = await startOwnForage(root);
  const { address } = own;
  await untilOk(`${address}/health/ready`);
  return {
    name: "Forage",
    url: `${address}/api/v1/detect`,
    healthUrl: `${address}/health/ready`,
    body: rawBody,
    usage: () => forageUsage(address),
    // without photos it does next to nothing, and its database would take a held client for a lost one
    hold: () => undefined,
    goOn: () => undefined,
    stop: own.stop,
  };
}

interface PeerCommand {
  readonly name: string;
  readonly python: string;
  /** Beside this file, and what it is called with after the port. */
  readonly script: string;
  readonly args: (port: number) => readonly string[];
  readonly path: string;
  readonly asForm?: boolean;
}

async function start(
  root: string,
  { name, python, script, args, path, asForm }: PeerCommand,
): Promise<LoadedServer> {
  const port = await freePort();
  const folder = join(root, "scripts", "bench", "load");
  const peer = spawn(python, [join(folder, script), ...args(port)], {
    cwd: folder,
    // LitServe's own processes outlive it when it is told to end: all of them are ended together
    detached: true,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
  });
  const ended = new Promise<void>((resolve) => peer.once("exit", () => resolve()));
  const address = `http://127.0.0.1:${port}`;
  await untilOk(`${address}/health`);
  const signalAll = (signal: NodeJS.Signals) => {
    if (peer.pid !== undefined) process.kill(-peer.pid, signal);
  };
  return {
    name,
    url: `${address}${path}`,
    healthUrl: `${address}/health`,
    body: asForm ? formBody : rawBody,
    usage: async () => treeUsage(peer.pid ?? 0),
    hold: () => signalAll("SIGSTOP"),
    goOn: () => signalAll("SIGCONT"),
    async stop() {
      signalAll("SIGKILL");
      await ended;
    },
  };
}

/** @param python with fastapi, uvicorn, pillow and onnxruntime */
export function startFastApi(root: string, python: string, model: string): Promise<LoadedServer> {
  const args = (port: number) => ["serve", model, String(port)];
  return start(root, { name: "FastAPI", python, script: "peer.py", args, path: "/detect" });
}

/** @param python with litserve, python-multipart, pillow and onnxruntime */
export function startLitServe(
  root: string,
  python: string,
  { model, cores }: { readonly model: string; readonly cores: number },
): Promise<LoadedServer> {
  const args = (port: number) => [model, String(port), String(cores)];
  const place = { script: "peer_litserve.py", path: "/predict", asForm: true };
  return start(root, { name: "LitServe", python, args, ...place });
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
