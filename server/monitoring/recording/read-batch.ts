import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { eventBatchSchema, type SentBatch, sentAtSchema } from "@/lib/contracts/detection-events";
import { AppError } from "@/lib/core/errors";
import { checkInput } from "@/server/api/check-text";
import { readBody } from "@/server/api/read-body";

const unpack = promisify(gunzip);
const MOST_BYTES = 2 ** 20;
/** A hundred events are a tenth of it. */
const MOST_UNPACKED_BYTES = 4 * 2 ** 20;

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

const invalid = (cause: unknown) => new AppError("request/invalid", { facts: { field: "body" }, cause });

async function unpacked(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  return unpack(bytes, { maxOutputLength: MOST_UNPACKED_BYTES }).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE")
      throw new AppError("request/too-large", {
        facts: { limitMegabytes: MOST_UNPACKED_BYTES / 2 ** 20 },
        cause,
      });
    throw invalid(cause);
  });
}

/**
 * Reads a batch of detections, JSON or gzipped JSON: a beacon cannot say which in a header, so its first bytes do.
 * @throws AppError request/too-large, request/invalid with the field
 */
export async function readBatch(request: Request): Promise<SentBatch> {
  const { sentAt } = sentAtSchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const bytes = await unpacked(await readBody(request, MOST_BYTES));
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw invalid(cause);
  }
  checkInput(body);
  return { ...eventBatchSchema.parse(body), sentAt };
}
