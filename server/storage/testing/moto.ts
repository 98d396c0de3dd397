import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port";
import { pythonTool } from "./python-tool";

const START_TIMEOUT_MS = 60_000;

export interface S3Double {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** moto: named by FORAGE_MOTO_SERVER, or installed. */
async function findMoto(): Promise<{ readonly program: string } | { readonly reason: string }> {
  if (process.env.FORAGE_MOTO_SERVER) return { program: process.env.FORAGE_MOTO_SERVER };
  return pythonTool({ name: "moto", packages: ["moto[server]==5.2.5"], program: "moto_server" });
}

/** Starts an S3 server on 127.0.0.1. @returns the server, or the reason why it cannot run here */
export async function startS3Double(): Promise<S3Double | { readonly reason: string }> {
  const moto = await findMoto();
  if ("reason" in moto) return moto;
  const port = await freePort();
  const child = spawn(moto.program, ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  const endpoint = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const isUp = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (isUp) break;
    if (child.exitCode !== null || Date.now() > deadline)
      return { reason: `moto_server ended with ${child.exitCode}` };
    await sleep(200);
  }
  return {
    endpoint,
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}
