import { AppError } from "@/lib/core/errors";

const MEGABYTE = 2 ** 20;

/** Says that a body is too large; a route with a better sentence passes its own. */
type TooLarge = () => AppError;

const tooLargeFor = (maxBytes: number): TooLarge => {
  return () =>
    new AppError("request/too-large", {
      facts: { limitMegabytes: Math.max(0.1, Math.round((10 * maxBytes) / MEGABYTE) / 10) },
    });
};

/**
 * Refuses a body whose declared length is too large, before any of it is read.
 * @throws AppError request/too-large, or what `tooLarge` makes
 */
export function checkLength(
  request: Request,
  maxBytes: number,
  tooLarge: TooLarge = tooLargeFor(maxBytes),
): void {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge();
}

/**
 * Reads a body into memory and counts as it arrives, so that a long one is refused before it fills the memory, whatever
 * its Content-Length said.
 * @throws AppError request/too-large, or what `tooLarge` makes
 */
export async function readBody(
  request: Request,
  maxBytes: number,
  tooLarge: TooLarge = tooLargeFor(maxBytes),
): Promise<Uint8Array<ArrayBuffer>> {
  checkLength(request, maxBytes, tooLarge);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      throw tooLarge();
    }
    parts.push(value);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** The same request with its body read and counted: for third-party handlers that would read any amount. */
export async function withLimitedBody(request: Request, maxBytes: number): Promise<Request> {
  if (!request.body) return request;
  const body = await readBody(request, maxBytes);
  return new Request(request.url, {
    method: request.method,
    headers: request.headers,
    body,
    signal: request.signal,
  });
}
