import { z } from "zod";
import {
  decodeInfer,
  encodeInfer,
  HEADER_LENGTH,
  type InferAnswer,
  indexSchema,
  type ModelMetadata,
  modelMetadataSchema,
  serverMetadataSchema,
  type Tensor,
} from "./protocol";
import { RemoteFailure } from "./remote-failure";
import type { RemoteSettings } from "./remote-settings";

/** More than the largest network's answer: an address that sends without end is not read to its end. */
const MOST_BYTES = 256 * 2 ** 20;

export interface ModelName {
  readonly name: string;
  readonly version: string;
}

type Asked = Pick<ModelName, "name"> & Partial<ModelName>;

/** Without a version it is the one that the server answers with by itself. */
function pathOf({ name, version }: Asked): string {
  const model = `/v2/models/${encodeURIComponent(name)}`;
  return version === undefined ? model : `${model}/versions/${encodeURIComponent(version)}`;
}

async function readBody(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > MOST_BYTES) throw new RemoteFailure("bad-answer", "its answer has no end");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function failureOf(error: unknown): RemoteFailure {
  if (error instanceof RemoteFailure) return error;
  const isSlow = error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
  if (isSlow) return new RemoteFailure("too-slow", "it does not answer in time", { cause: error });
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason =
    cause instanceof Error ? ("code" in cause ? String(cause.code) : cause.message) : String(cause);
  return new RemoteFailure("unreachable", `it cannot be reached (${reason})`, { cause: error });
}

const NOT_FOUND = 404;
const NOT_IMPLEMENTED = 501;

/** The server has one version of a model, and no address for it. Source: KServe's Python server */
export class NoVersions extends RemoteFailure {
  constructor(detail: string) {
    super("refused", detail);
    this.name = "NoVersions";
  }
}

/** What the server's refusal means for the next photo. */
function refusalOf(status: number, text: string): RemoteFailure {
  const said = `it answers ${status} (${text.slice(0, 200).replace(/\s+/g, " ")})`;
  if (status === NOT_IMPLEMENTED) return new NoVersions(said);
  return new RemoteFailure(status === NOT_FOUND ? "no-model" : "refused", said);
}

/** One server that speaks the Open Inference Protocol. Every call throws RemoteFailure alone. */
export class RemoteEndpoint {
  constructor(
    readonly url: string,
    private readonly settings: Pick<RemoteSettings, "token" | "timeoutMs">,
  ) {}

  /** Whether the server says that it is ready. */
  async isReady(): Promise<void> {
    await this.ask("/v2/health/ready", {});
  }

  async metadata(model: Asked): Promise<ModelMetadata> {
    const { body } = await this.ask(pathOf(model), {});
    try {
      return modelMetadataSchema.parse(JSON.parse(new TextDecoder().decode(body)));
    } catch (cause) {
      const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
      throw new RemoteFailure("bad-answer", `its metadata cannot be read: ${reason}`, { cause });
    }
  }

  async infer(
    model: Asked,
    {
      input,
      outputs,
      isBinary,
    }: { readonly input: Tensor; readonly outputs: readonly string[]; readonly isBinary: boolean },
  ): Promise<InferAnswer> {
    const { headers, body } = encodeInfer(input, outputs, { isBinary });
    const answer = await this.ask(`${pathOf(model)}/infer`, {
      method: "POST",
      headers: { ...headers },
      body,
    });
    return decodeInfer(answer.body, answer.headers.get(HEADER_LENGTH));
  }

  /** Server's name, version and extensions. */
  async server(): Promise<z.infer<typeof serverMetadataSchema>> {
    const { body } = await this.ask("/v2", {});
    const parsed = serverMetadataSchema.safeParse(JSON.parse(new TextDecoder().decode(body)));
    return parsed.data ?? {};
  }

  /** Versions of a name that are ready, as the repository's index says; none where the server has no index. */
  async readyVersions(name: string): Promise<readonly string[]> {
    const { body } = await this.ask("/v2/repository/index", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ready: true }),
    });
    const items = indexSchema.safeParse(JSON.parse(new TextDecoder().decode(body))).data ?? [];
    return items.filter((one) => one.name === name).flatMap(({ version }) => version ?? []);
  }

  /**
   * Tells the server to read a model's folder again, or to take what is sent.
   * @param parameters of Triton's extension: a configuration, and files in base64
   */
  async load(name: string, parameters: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.ask(`/v2/repository/models/${encodeURIComponent(name)}/load`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(Object.keys(parameters).length > 0 ? { parameters } : {}),
    });
  }

  private async ask(
    path: string,
    { headers, ...request }: Omit<RequestInit, "headers"> & { readonly headers?: Record<string, string> },
  ): Promise<{ readonly body: Uint8Array; readonly headers: Headers }> {
    const { token, timeoutMs } = this.settings;
    try {
      const response = await fetch(`${this.url}${path}`, {
        ...request,
        headers: { ...headers, ...(token ? { authorization: `Bearer ${token}` } : {}) },
        // the key goes to the server that was named, and to no other
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
      });
      const body = await readBody(response);
      if (!response.ok) throw refusalOf(response.status, new TextDecoder().decode(body));
      return { body, headers: response.headers };
    } catch (error) {
      throw failureOf(error);
    }
  }
}
