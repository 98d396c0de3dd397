import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import * as ort from "onnxruntime-node";
import type { ResolvedModel } from "@/server/models/service";

/** How the server behaves; a test changes it while it runs. */
export interface Behaviour {
  /** Whether it takes and gives numbers as bytes behind the JSON. */
  isBinary: boolean;
  isReady: boolean;
  /** Whether it has addresses for versions; KServe's Python server has none. */
  isVersioned: boolean;
  /** Whether its answers name their version. */
  saysVersion: boolean;
  /** Name and version it says it has; the model's own when left out. */
  name?: string;
  version?: string;
  /** Status that it answers to a photo with. */
  status?: number;
  /** How long it takes for a photo, ms. */
  delayMs: number;
  /** Ends the connection in the middle of a photo. */
  isCut: boolean;
  /** Takes a request to load a model; none is taken where it is left out. Throws what the server refuses it with. */
  load?: (body: LoadRequest) => void;
  /** Whether its metadata names no versions, as MLServer's; its repository's index does. */
  hidesVersions: boolean;
  /** Extensions that its metadata names. */
  extensions: readonly string[];
  /** Changes an output before it is sent. */
  change?: (name: string, data: Float32Array) => Float32Array;
  /** Changes the shapes that its metadata and its answers name. */
  shape?: (name: string, shape: readonly number[]) => readonly number[];
}

export interface LoadRequest {
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface ProtocolServer {
  readonly url: string;
  readonly behaviour: Behaviour;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  /** Content types of the photos. */
  readonly sent: string[];
  stop(): Promise<void>;
}

interface InferRequest {
  readonly inputs: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly data?: readonly number[];
    readonly parameters?: { readonly binary_data_size?: number };
  }[];
  readonly outputs?: readonly {
    readonly name: string;
    readonly parameters?: { readonly binary_data?: boolean };
  }[];
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function readInput(body: Buffer, headerLength: number | undefined) {
  const header = JSON.parse(body.subarray(0, headerLength ?? body.length).toString()) as InferRequest;
  const [input] = header.inputs;
  if (!input) throw new RangeError("no input");
  const bytes = headerLength === undefined ? undefined : body.subarray(headerLength);
  const data = bytes ? new Float32Array(new Uint8Array(bytes).buffer) : Float32Array.from(input.data ?? []);
  return { header, input, data };
}

/** Runs a model as servers of the Open Inference Protocol do, in this process, and answers with what it computes. */
export async function startProtocolServer(
  { folder, manifest }: ResolvedModel,
  initial: Partial<Behaviour> = {},
): Promise<ProtocolServer> {
  const onnx = manifest.files.find(({ role }) => role === "onnx");
  if (!onnx) throw new RangeError("no ONNX file");
  const session = await ort.InferenceSession.create(path.join(folder, onnx.path), {
    executionProviders: ["cpu"],
  });
  const behaviour: Behaviour = {
    isBinary: true,
    isReady: true,
    isVersioned: true,
    saysVersion: true,
    hidesVersions: false,
    extensions: ["model_repository"],
    delayMs: 0,
    isCut: false,
    ...initial,
  };
  const asked: string[] = [];
  const sent: string[] = [];
  const name = () => behaviour.name ?? manifest.name;
  const version = () => behaviour.version ?? String(manifest.version);
  const shapeOf = (tensor: string, shape: readonly number[]) => behaviour.shape?.(tensor, shape) ?? shape;

  const metadata = () => ({
    name: name(),
    versions: behaviour.hidesVersions ? [] : [version()],
    platform: "onnxruntime_onnx",
    inputs: [
      {
        name: "images",
        datatype: "FP32",
        shape: shapeOf("images", [1, 3, manifest.inputSize, manifest.inputSize]),
      },
    ],
    outputs: [
      {
        name: "detections",
        datatype: "FP32",
        shape: shapeOf("detections", [1, 4 + manifest.classes.length, -1]),
      },
      { name: "features", datatype: "FP32", shape: shapeOf("features", [1, manifest.featureLength]) },
    ],
  });

  const infer = async (request: IncomingMessage, response: ServerResponse) => {
    const said = request.headers["inference-header-content-length"];
    sent.push(request.headers["content-type"] ?? "");
    const body = await readAll(request);
    if (said !== undefined && !behaviour.isBinary) return json(response, 400, { error: "this is no JSON" });
    await new Promise((resolve) => setTimeout(resolve, behaviour.delayMs));
    if (behaviour.isCut) return void request.socket.destroy();
    if (behaviour.status) return json(response, behaviour.status, { error: "told to by the test" });
    const { header, input, data } = readInput(body, said === undefined ? undefined : Number(said));
    const results = await session.run({ images: new ort.Tensor("float32", data, input.shape) });
    const wanted = header.outputs?.map((one) => one.name) ?? session.outputNames;
    const outputs = wanted.map((one) => {
      const tensor = results[one];
      if (!tensor) throw new RangeError(`no output ${one}`);
      const numbers = tensor.data as Float32Array;
      return {
        name: one,
        shape: shapeOf(one, tensor.dims),
        data: behaviour.change?.(one, numbers) ?? numbers,
      };
    });
    const isBinary = header.outputs?.[0]?.parameters?.binary_data === true;
    const described = outputs.map(({ data: numbers, ...rest }) => ({
      ...rest,
      datatype: "FP32",
      ...(isBinary
        ? { parameters: { binary_data_size: numbers.byteLength } }
        : { data: Array.from(numbers) }),
    }));
    const answer = {
      model_name: name(),
      model_version: behaviour.saysVersion ? version() : undefined,
      outputs: described,
    };
    if (!isBinary) return json(response, 200, answer);
    const head = Buffer.from(JSON.stringify(answer));
    response.writeHead(200, {
      "content-type": "application/octet-stream",
      "inference-header-content-length": String(head.length),
    });
    const bytes = outputs.map(({ data: { buffer, byteOffset, byteLength } }) =>
      Buffer.from(buffer, byteOffset, byteLength),
    );
    response.end(Buffer.concat([head, ...bytes]));
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? "/", "http://here");
    asked.push(pathname);
    const model = `/v2/models/${name()}`;
    const own = `${model}/versions/${version()}`;
    if (pathname === "/v2")
      return json(response, 200, { name: "protocol", extensions: behaviour.extensions });
    if (pathname === `/v2/repository/models/${name()}/load` && behaviour.load) {
      try {
        behaviour.load(JSON.parse((await readAll(request)).toString()) as LoadRequest);
        return json(response, 200, {});
      } catch (error) {
        return json(response, 400, { error: String(error) });
      }
    }
    if (pathname === "/v2/repository/index") {
      return json(response, 200, [
        { name: name(), version: version(), state: "READY", reason: "" },
        { name: "other", version: "9", state: "READY", reason: "" },
      ]);
    }
    if (pathname === "/v2/health/ready") return json(response, behaviour.isReady ? 200 : 503, {});
    if (!behaviour.isVersioned && pathname.includes("/versions/")) {
      return json(response, 501, { error: "Model versioning not supported yet." });
    }
    if (pathname === own || pathname === model) return json(response, 200, metadata());
    if (pathname === `${own}/infer` || pathname === `${model}/infer`) return infer(request, response);
    return json(response, 404, { error: "Request for unknown model" });
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => json(response, 500, { error: String(error) }));
  });
  // a test on a busy machine may let a connection rest for longer than the usual 5 s
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    behaviour,
    asked,
    sent,
    async stop() {
      await closed(server);
      await session.release();
    },
  };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return;
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
}
