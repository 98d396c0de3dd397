import type { RemoteEndpointState, RemoteEndpoints } from "@/lib/contracts/remote-endpoints";
import { championManifest, type ResolvedModel } from "@/server/models/service";
import { thisProviderHost } from "../providers";
import { NoVersions, RemoteEndpoint } from "./endpoint";
import { checkMetadata, modelNameOf } from "./expected-model";
import { RemoteFailure } from "./remote-failure";
import { figuresOf, seenUseOf } from "./remote-figures";
import { remoteSettings } from "./remote-settings";

type Seen = Pick<RemoteEndpointState, "versions" | "problem" | "detail">;

function problemOf(error: unknown): Pick<Seen, "problem" | "detail"> {
  if (!(error instanceof RemoteFailure)) throw error;
  return { problem: error.kind, detail: error.message };
}

/** Versions of a name, by its metadata or else the repository's index; null where the server names none or does not answer. */
async function versionsOf(endpoint: RemoteEndpoint, name: string): Promise<Seen["versions"]> {
  const read = [
    async () => (await endpoint.metadata({ name })).versions ?? [],
    () => endpoint.readyVersions(name),
  ];
  for (const ask of read) {
    const versions = await ask().catch((error: unknown) => {
      problemOf(error);
      return [];
    });
    if (versions.length > 0) return versions;
  }
  return null;
}

async function see(endpoint: RemoteEndpoint, manifest: ResolvedModel["manifest"]): Promise<Seen> {
  const versions = await versionsOf(endpoint, manifest.name);
  try {
    await endpoint.isReady();
    const { name, version } = modelNameOf(manifest);
    const metadata = await endpoint.metadata({ name, version }).catch((error: unknown) => {
      if (error instanceof NoVersions) return endpoint.metadata({ name });
      throw error;
    });
    checkMetadata({ manifest }, metadata);
  } catch (error) {
    return { versions, ...problemOf(error) };
  }
  // what a process that looks at photos found out by the known picture
  const use = seenUseOf(endpoint.url);
  const isOther = use?.failure === "other-model" || use?.failure === "bad-answer";
  if (isOther) return { versions, problem: use.failure ?? null, detail: use.detail ?? null };
  return { versions, problem: null, detail: null };
}

/**
 * The servers elsewhere that the environment names, as they answer now, and what this replica has seen of them.
 * @throws AppError model/…, request/invalid
 */
export async function readEndpoints(): Promise<RemoteEndpoints> {
  const manifest = await championManifest();
  const settings = remoteSettings(thisProviderHost().environment);
  const endpoints = (settings?.urls ?? []).map(async (url) => {
    const endpoint = new RemoteEndpoint(url, { token: settings?.token, timeoutMs: settings?.timeoutMs ?? 0 });
    return { url, ...(await see(endpoint, manifest)), ...figuresOf(url) };
  });
  return { modelId: manifest.id, endpoints: await Promise.all(endpoints) };
}
