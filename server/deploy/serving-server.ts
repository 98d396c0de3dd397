import { readFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/core/errors";
import { RemoteEndpoint } from "@/server/detection/remote/endpoint";
import { RemoteFailure } from "@/server/detection/remote/remote-failure";
import { openRemoteAt } from "@/server/detection/service";
import type { ResolvedModel } from "@/server/models/service";

/** Reading a large network from a slow disk, and warming it up. */
const LOADS_WITHIN_MS = 120_000;
/** Triton takes files with the request to load, and lists this. Source: Triton, extension_model_repository.md */
const TAKES_FILES = "model_repository";

/** A server of networks that a model is deployed to. */
export interface ServingServer {
  readonly url: string;
  readonly token?: string;
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 300);

function openEndpoint({ url, token }: ServingServer): RemoteEndpoint {
  return new RemoteEndpoint(url, { token, timeoutMs: LOADS_WITHIN_MS });
}

/** @throws AppError deploy/unreachable */
export async function requireServer(server: ServingServer): Promise<void> {
  try {
    await openEndpoint(server).server();
  } catch (cause) {
    const facts = { url: server.url, reason: reasonOf(cause) };
    throw new AppError("deploy/unreachable", { facts, cause });
  }
}

/** Lets a server read its repository again. @throws AppError deploy/refused */
export async function loadFromFolder(server: ServingServer, name: string): Promise<void> {
  await load(server, name, {});
}

async function load(
  server: ServingServer,
  name: string,
  parameters: Readonly<Record<string, string>>,
): Promise<void> {
  try {
    await openEndpoint(server).load(name, parameters);
  } catch (cause) {
    if (!(cause instanceof RemoteFailure)) throw cause;
    throw new AppError("deploy/refused", {
      facts: { url: server.url, model: name, reason: reasonOf(cause) },
      cause,
    });
  }
}

async function fileOf({ folder, manifest }: ResolvedModel): Promise<readonly [string, string]> {
  const onnx = manifest.files.find(({ role }) => role === "onnx");
  if (!onnx) throw new AppError("model/missing", { facts: { model: manifest.id, file: "model.onnx" } });
  const bytes = await readFile(path.join(folder, onnx.path));
  return [`file:${manifest.version}/model.onnx`, bytes.toString("base64")];
}

/**
 * Sends networks with the request to load, as Triton takes them. What the server had of this name is replaced.
 * @param models the one that is asked for without a number last
 * @throws AppError deploy/takes-no-files, deploy/refused
 */
export async function loadBySending(server: ServingServer, models: readonly ResolvedModel[]): Promise<void> {
  const name = models.at(-1)?.manifest.name;
  if (name === undefined) throw new RangeError("no model to send");
  const { extensions, name: kind } = await openEndpoint(server).server();
  if (!extensions?.includes(TAKES_FILES)) {
    const reason = kind ? `it is ${kind}` : "it does not say that it does";
    throw new AppError("deploy/takes-no-files", { facts: { url: server.url, reason } });
  }
  const serve = models.map(({ manifest }) => manifest.version);
  const config = JSON.stringify({
    name,
    backend: "onnxruntime",
    max_batch_size: 0,
    version_policy: { specific: { versions: serve } },
  });
  const files = Object.fromEntries(await Promise.all(models.map(fileOf)));
  await load(server, name, { config, ...files });
}

/**
 * Lets the server look at the known picture as a replica does.
 * @throws AppError deploy/other-answer
 */
export async function checkServed(server: ServingServer, model: ResolvedModel): Promise<void> {
  const { url, token } = server;
  const settings = { urls: [url], token, timeoutMs: LOADS_WITHIN_MS };
  const remote = await openRemoteAt(model, settings, { log: () => undefined });
  const [use] = remote.uses;
  if (use?.failure === undefined) return;
  throw new AppError("deploy/other-answer", {
    facts: { url, model: model.id, reason: use.detail ?? use.failure },
  });
}
