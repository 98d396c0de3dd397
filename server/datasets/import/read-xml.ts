import { XMLParser } from "fast-xml-parser";
import { MAX_LABEL_BYTES } from "@/lib/core/datasets/formats/set-files";
import { AppError } from "@/lib/core/errors";
import { decodeUnicode } from "./decode-text";
import type { SetSource } from "./source/set-source";

/** Names that the parser refuses. Nothing is read from such an element, and the rest of the file is read as usual. */
const RESERVED = new Set(["__proto__", "constructor", "prototype"]);

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: true,
  // characters by number, `&#233;`
  htmlEntities: true,
  transformTagName: (name) => (RESERVED.has(name) ? `_${name}` : name),
});

const unreadable = (file: string, reason: string, cause?: unknown) =>
  new AppError("import/unreadable-labels", { facts: { file, reason: reason.slice(0, 160) }, cause });

/**
 * Text in the encoding that the file declares, or UTF-8 or UTF-16.
 * @throws TypeError when it is not in that encoding, RangeError for one that is not known
 */
function decodeXml(bytes: Uint8Array): string {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
  const declared = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/i.exec(start)?.[1];
  // real UTF-16 shows no declaration here; a file that only claims to be UTF-16 has one byte per character
  if (!declared || /^(utf-?8|utf-?16|us-ascii)/i.test(declared)) return decodeUnicode(bytes);
  return new TextDecoder(declared, { fatal: true }).decode(bytes);
}

/** Without the DOCTYPE, which is not read. @throws RangeError when it has entities: they can fill the memory */
function withoutDoctype(text: string): string {
  const start = text.search(/<!DOCTYPE/i);
  if (start < 0) return text;
  const head = text.slice(start);
  const inner = head.indexOf("[");
  const end = head.indexOf(">");
  const hasInner = inner >= 0 && inner < end;
  const close = hasInner ? /\]\s*>/.exec(head) : undefined;
  const length = hasInner ? (close ? close.index + close[0].length : head.length) : end + 1;
  if (/<!ENTITY/i.test(head.slice(0, length))) throw new RangeError("its DOCTYPE has entities of its own");
  return text.slice(0, start) + (length > 0 ? head.slice(length) : "");
}

/** XML as text, without its DOCTYPE. @throws AppError import/unreadable-labels, for entities of its own too */
export async function readXmlText(source: SetSource, path: string, limitBytes: number): Promise<string> {
  const bytes = await source.read(path, limitBytes);
  let text: string;
  try {
    text = decodeXml(bytes);
  } catch (cause) {
    throw unreadable(path, "it is not in the encoding that it declares", cause);
  }
  try {
    return withoutDoctype(text);
  } catch (cause) {
    throw unreadable(path, cause instanceof Error ? cause.message : "it is no XML", cause);
  }
}

/** @throws AppError import/unreadable-labels, for entities of its own too */
export async function readXml(source: SetSource, path: string): Promise<unknown> {
  const text = await readXmlText(source, path, MAX_LABEL_BYTES);
  try {
    return parser.parse(text, true);
  } catch (cause) {
    throw unreadable(path, cause instanceof Error ? cause.message : "it is no XML", cause);
  }
}
