import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";

export interface RunningServer {
  readonly url: string;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (!address || typeof address === "string") throw new Error("no free port");
  return address.port;
}

const STARTS_WITHIN_MS = 120_000;

async function ready(url: string, child: ChildProcess, log: string): Promise<void> {
  const until = performance.now() + STARTS_WITHIN_MS;
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}; see ${log}`);
    const response = await fetch(`${url}/v2/health/ready`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`it is not ready after ${STARTS_WITHIN_MS / 1_000} s; see ${log}`);
}

interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly log: string;
  readonly port: number;
}

async function start({ command, args, environment, log, port }: Command): Promise<RunningServer> {
  const child = spawn(command, args, {
    env: { ...process.env, ...environment },
    cwd: path.dirname(log),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const file = createWriteStream(log);
  child.stdout?.pipe(file, { end: false });
  child.stderr?.pipe(file, { end: false });
  const url = `http://127.0.0.1:${port}`;
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async () => {
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(timer);
    file.end();
  };
  try {
    await ready(url, child, log);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

interface Options {
  /** Interpreter of an environment that has the server and onnxruntime. */
  readonly python: string;
  /** Folder of our runtimes for these servers. */
  readonly runtimes: string;
  /** Model repository. */
  readonly repository: string;
  readonly log: string;
}

/** A real MLServer on a repository; one process, for a second one needs as much memory. */
export async function startMlserver({ python, runtimes, repository, log }: Options): Promise<RunningServer> {
  const port = await freePort();
  return start({
    command: path.join(path.dirname(python), "mlserver"),
    args: ["start", repository],
    environment: {
      PYTHONPATH: runtimes,
      MLSERVER_HTTP_PORT: String(port),
      MLSERVER_GRPC_PORT: String(await freePort()),
      MLSERVER_METRICS_PORT: String(await freePort()),
      MLSERVER_HOST: "127.0.0.1",
      MLSERVER_PARALLEL_WORKERS: "0",
    },
    log,
    port,
  });
}

/** KServe's Python server with one version of a model. */
export async function startKserve(
  { python, runtimes, repository, log }: Options,
  { name, version }: { readonly name: string; readonly version: string },
): Promise<RunningServer> {
  const port = await freePort();
  const model = ["--model_name", name, "--model_version", version, "--model_dir", repository];
  return start({
    command: python,
    args: [
      path.join(runtimes, "kserve_onnx.py"),
      ...model,
      "--http_port",
      String(port),
      "--enable_grpc",
      "false",
    ],
    environment: {},
    log,
    port,
  });
}
