/**
 * Requests and answers of the Open Inference Protocol, version 2, with its binary tensor extension.
 * Source: kserve/open-inference-protocol, specification/protocol/inference_rest.md; Triton, extension_binary_data.md
 */
import { z } from "zod";
import { RemoteFailure } from "./remote-failure";

const tensorMetadataSchema = z.object({
  name: z.string(),
  datatype: z.string(),
  /** -1 for a length that the server leaves open. */
  shape: z.array(z.coerce.number().int()),
});

export const modelMetadataSchema = z.object({
  name: z.string(),
  versions: z.array(z.string()).nullish(),
  platform: z.string().nullish(),
  inputs: z.array(tensorMetadataSchema).nullish(),
  outputs: z.array(tensorMetadataSchema).nullish(),
});
export type ModelMetadata = z.infer<typeof modelMetadataSchema>;

export const serverMetadataSchema = z.object({
  name: z.string().nullish(),
  version: z.string().nullish(),
  extensions: z.array(z.string()).nullish(),
});

/** Answer of `POST /v2/repository/index`. */
export const indexSchema = z.array(
  z.object({ name: z.string(), version: z.string().nullish(), state: z.string().nullish() }),
);

const parametersSchema = z.record(z.string(), z.unknown()).nullish();

const inferAnswerSchema = z.object({
  model_name: z.string(),
  model_version: z.string().nullish(),
  outputs: z.array(
    z.object({
      name: z.string(),
      shape: z.array(z.number().int().positive()),
      datatype: z.string(),
      parameters: parametersSchema,
      data: z.unknown().optional(),
    }),
  ),
});

/** A tensor of 32-bit floats. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface InferAnswer {
  readonly model: string;
  /** Absent where the server says none. */
  readonly version?: string;
  readonly outputs: readonly Tensor[];
}

/** Names how long the JSON in front of the bytes is. */
export const HEADER_LENGTH = "inference-header-content-length";

export interface EncodedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** @param isBinary whether numbers go as bytes behind the JSON, both ways */
export function encodeInfer(
  input: Tensor,
  outputs: readonly string[],
  { isBinary }: { readonly isBinary: boolean },
): EncodedRequest {
  const { name, shape, data } = input;
  const described = { name, shape, datatype: "FP32" };
  if (!isBinary) {
    const body = JSON.stringify({
      inputs: [{ ...described, data: Array.from(data) }],
      outputs: outputs.map((one) => ({ name: one })),
    });
    return { headers: { "content-type": "application/json" }, body };
  }
  const header = Buffer.from(
    JSON.stringify({
      inputs: [{ ...described, parameters: { binary_data_size: data.byteLength } }],
      outputs: outputs.map((one) => ({ name: one, parameters: { binary_data: true } })),
    }),
  );
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return {
    headers: { "content-type": "application/octet-stream", [HEADER_LENGTH]: String(header.length) },
    body: Buffer.concat([header, bytes]),
  };
}

const bad = (detail: string) => new RemoteFailure("bad-answer", detail);

function parseJson(bytes: Uint8Array): z.infer<typeof inferAnswerSchema> {
  try {
    return inferAnswerSchema.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch (cause) {
    throw new RemoteFailure("bad-answer", "its answer is not one of the protocol", { cause });
  }
}

/** JSON's numbers, which a server may nest as the shape says. */
function fromJson(data: unknown): Float32Array {
  const flat = Array.isArray(data) ? data.flat(Number.POSITIVE_INFINITY) : undefined;
  if (!flat?.every((one): one is number => typeof one === "number")) throw bad("an output has no numbers");
  return Float32Array.from(flat);
}

/**
 * @param headerLength of the JSON in front of the bytes; absent where all is JSON
 * @throws RemoteFailure bad-answer, also for numbers that are none and lengths that do not fit their shape
 */
export function decodeInfer(body: Uint8Array, headerLength: string | null): InferAnswer {
  const length = headerLength === null ? body.length : Number(headerLength);
  if (!Number.isInteger(length) || length <= 0 || length > body.length) throw bad("its header has no length");
  const { model_name, model_version, outputs } = parseJson(body.subarray(0, length));
  let at = length;
  const read = outputs.map(({ name, shape, datatype, parameters, data }): Tensor => {
    if (datatype !== "FP32") throw bad(`${name} is ${datatype}, not FP32`);
    const bytes = parameters?.binary_data_size;
    let numbers: Float32Array;
    if (typeof bytes === "number") {
      if (bytes % 4 !== 0 || at + bytes > body.length) throw bad(`${name} has not the bytes it names`);
      // copied: it may lie at an odd address
      numbers = new Float32Array(new Uint8Array(body.subarray(at, at + bytes)).buffer);
      at += bytes;
    } else numbers = fromJson(data);
    const expected = shape.reduce((product, one) => product * one, 1);
    if (numbers.length !== expected)
      throw bad(`${name} has ${numbers.length} numbers for ${shape.join("×")}`);
    if (!numbers.every(Number.isFinite)) throw bad(`${name} has numbers that are none`);
    return { name, shape, data: numbers };
  });
  if (at !== body.length) throw bad(`${body.length - at} bytes are left over`);
  return { model: model_name, version: model_version || undefined, outputs: read };
}
