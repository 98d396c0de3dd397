import { AppError } from "@/lib/core/errors";
import { decodeUnicode, encodingOf } from "./decode-text";
import { isNestedDeeper } from "./json-depth";
import type { SetSource } from "./source/set-source";
import { whyNoJson } from "./why-no-json";

/** No format nests deeper than a few levels. */
const MAX_DEPTH = 100;

const unreadable = (file: string, reason: string, cause?: unknown) =>
  new AppError("import/unreadable-labels", { facts: { file, reason: reason.slice(0, 160) }, cause });

/** @throws AppError import/unreadable-labels when it is neither UTF-8 nor UTF-16 */
export async function readText(source: SetSource, path: string, limitBytes: number): Promise<string> {
  const bytes = await source.read(path, limitBytes);
  try {
    return decodeUnicode(bytes);
  } catch (cause) {
    throw unreadable(path, "it is neither UTF-8 nor UTF-16 text", cause);
  }
}

/** The same in parts. @throws as `readText` */
export async function* readTextParts(
  source: SetSource,
  path: string,
  limitBytes: number,
): AsyncGenerator<string, undefined> {
  let decoder: TextDecoder | undefined;
  const decode = (bytes?: Uint8Array) => {
    decoder ??= new TextDecoder(bytes ? encodingOf(bytes) : "utf-8", { fatal: true });
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch (cause) {
      throw unreadable(path, "it is neither UTF-8 nor UTF-16 text", cause);
    }
  };
  for await (const bytes of source.parts(path, limitBytes)) yield decode(bytes);
  yield decode();
}

/** @throws AppError import/unreadable-labels */
export async function readJsonFile(source: SetSource, path: string, limitBytes: number): Promise<unknown> {
  const text = await readText(source, path, limitBytes);
  if (isNestedDeeper(text, MAX_DEPTH)) throw unreadable(path, "it is nested too deeply");
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(path, whyNoJson(text), cause);
  }
}
