import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from "yaml";

/** A larger file is not a class file: it would name too many classes. */
export const MAX_CLASS_FILE_BYTES = 2 * 2 ** 20;
const MAX_CLASSES = 20_000;
const MAX_ALIASES = 200;
/** Nested deeper than any class list; the parser's time and memory grow with it. */
const MAX_DEPTH = 50;
const MAX_INDENT = 400;

/** What a `data.yaml` says of a YOLO set. */
export interface DataYaml {
  /** By class index, "" for an index without a name; undefined when the file has no `names` at all. */
  readonly names: readonly string[] | undefined;
  /** How many classes the file says there are. */
  readonly classCount: number | undefined;
  /** How many keypoints a row has behind its box, and how many numbers each. */
  readonly keypoints: { readonly count: number; readonly dimensions: 2 | 3 } | undefined;
  /** "detect", "segment", "obb" or "pose", where a file says what its rows are. */
  readonly task: string | undefined;
  /** The folder that the splits are relative to, as written. */
  readonly path: string | undefined;
  /** Folders and lists of photos, as written. */
  readonly splits: {
    readonly train: readonly string[];
    readonly val: readonly string[];
    readonly test: readonly string[];
  };
}

/** Throws for text made to slow down a parser. */
function refuseDeep(text: string): void {
  let depth = 0;
  for (const sign of text) {
    if (sign === "[" || sign === "{") depth++;
    else if ((sign === "]" || sign === "}") && depth > 0) depth--;
    if (depth > MAX_DEPTH) throw new RangeError("it is nested too deeply");
  }
  for (const line of text.split(/\r\n?|\n/)) {
    const lead = /^[\s?:-]*/.exec(line)?.[0] ?? "";
    if (lead.length > MAX_INDENT || (lead.match(/[?:-]/g)?.length ?? 0) > MAX_DEPTH) {
      if (/\S/.test(line.slice(lead.length)) || /[?:-]\s+[?:-]/.test(lead))
        throw new RangeError("it is nested too deeply");
    }
  }
}

interface Reader {
  /** The node that an alias refers to; the node itself otherwise. */
  resolve(node: unknown): unknown;
}

function readerOf(document: Document): Reader {
  let aliases = 0;
  return {
    resolve(node) {
      if (!isAlias(node)) return node;
      if (++aliases > MAX_ALIASES) throw new RangeError("it has too many aliases");
      const target = node.resolve(document);
      if (!target) throw new RangeError(`the alias *${node.source.slice(0, 40)} stands for nothing`);
      return target;
    },
  };
}

/** A value as it is written, not as YAML understands it: a class called `no`, `0123` or `null` keeps its name. */
function textOf(node: unknown, { resolve }: Reader): string | undefined {
  const value = resolve(node);
  if (value === null || value === undefined) return "";
  if (!isScalar(value)) return undefined;
  if (typeof value.value === "string") return value.value;
  return value.source ?? (value.value === null ? "" : String(value.value));
}

const keyOf = (pair: Pair, reader: Reader): string | undefined => textOf(pair.key, reader)?.trim();

/** The value of a key, also of one that a merge (`<<`) brings in. @throws RangeError when the file has it twice */
function entryOf(map: YAMLMap, key: string, reader: Reader): Node | undefined {
  const found = map.items.filter((pair) => keyOf(pair, reader) === key);
  if (found.length > 1) throw new RangeError(`it says ${key} twice`);
  const [pair] = found;
  if (pair) return (reader.resolve(pair.value) as Node | null) ?? undefined;
  for (const { value } of map.items.filter((one) => keyOf(one, reader) === "<<")) {
    const merged = reader.resolve(value);
    const maps = (isSeq(merged) ? merged.items.map((one) => reader.resolve(one)) : [merged]).filter(isMap);
    const inner = maps.flatMap(({ items }) => items).find((one) => keyOf(one, reader) === key);
    if (inner) return (reader.resolve(inner.value) as Node | null) ?? undefined;
  }
  return undefined;
}

function nameOf(node: unknown, index: number, reader: Reader): string {
  const name = textOf(node, reader);
  if (name === undefined) throw new RangeError(`class ${index} of names is no text`);
  return name.trim();
}

function readNames(node: Node | undefined, reader: Reader): readonly string[] {
  if (isSeq(node)) {
    if (node.items.length > MAX_CLASSES) throw new RangeError(`it has more than ${MAX_CLASSES} names`);
    return node.items.map((item, index) => nameOf(item, index, reader));
  }
  if (!isMap(node)) throw new RangeError("its names are neither a list nor a mapping from index to name");
  const byIndex = new Map<number, string>();
  for (const pair of node.items) {
    const key = keyOf(pair, reader) ?? "";
    if (!/^\d+$/.test(key) || Number(key) >= MAX_CLASSES)
      throw new RangeError(`its names have "${key.slice(0, 40)}" where an index should stand`);
    const index = Number(key);
    if (byIndex.has(index)) throw new RangeError(`its names have the index ${index} twice`);
    byIndex.set(index, nameOf(pair.value, index, reader));
  }
  const missing = Array.from({ length: byIndex.size }, (_, index) => index).find(
    (index) => !byIndex.has(index),
  );
  if (missing !== undefined) throw new RangeError(`its names leave out the index ${missing}`);
  return Array.from({ length: byIndex.size }, (_, index) => byIndex.get(index) ?? "");
}

function readCount(node: Node | undefined, reader: Reader): number | undefined {
  const text = node === undefined ? undefined : textOf(node, reader);
  return text !== undefined && /^\d{1,6}$/.test(text.trim()) ? Number(text) : undefined;
}

/** @throws RangeError for a `kpt_shape` that is none: its rows could not be told from outlines */
function readKeypoints(node: Node | undefined, reader: Reader): DataYaml["keypoints"] {
  if (node === undefined) return undefined;
  const numbers = isSeq(node) ? node.items.map((item) => Number(textOf(item, reader) ?? Number.NaN)) : [];
  const [count = 0, dimensions] = numbers;
  const isShape = numbers.length === 2 && Number.isInteger(count) && count > 0 && count <= 10_000;
  if (!isShape || (dimensions !== 2 && dimensions !== 3))
    throw new RangeError("its kpt_shape is not [points, 2 or 3]");
  return { count, dimensions };
}

function readPlaces(node: Node | undefined, reader: Reader): readonly string[] {
  if (node === undefined) return [];
  const items = isSeq(node) ? node.items : [node];
  return items
    .slice(0, MAX_CLASSES)
    .flatMap((item) => textOf(item, reader) ?? [])
    .map((text) => text.trim())
    .filter((text) => text !== "");
}

/**
 * Reads a YOLO set's `data.yaml`, also one in JSON's style. Names stay as they are written.
 * @throws RangeError with what is wrong, in a few words: text that is no YAML, a key or an index twice, an index left out
 */
export function readDataYaml(text: string): DataYaml {
  if (text.length > MAX_CLASS_FILE_BYTES) throw new RangeError("it is too large for a list of classes");
  refuseDeep(text);
  const document = parseDocument(text.replace(/^\uFEFF/, ""), {
    // a closing bracket at the margin is wrong by the letter, and every tool reads it
    strict: false,
    uniqueKeys: false,
    logLevel: "silent",
  });
  const [error] = document.errors;
  if (error) throw new RangeError(`it is no YAML: ${error.message.split("\n")[0]?.replace(/:$/, "")}`);
  const map = document.contents;
  const reader = readerOf(document);
  const at = (key: string) => (isMap(map) ? entryOf(map, key, reader) : undefined);
  const names = isMap(map) && hasKey(map, "names", reader) ? readNames(at("names"), reader) : undefined;
  const task = at("task");
  const path = at("path");
  return {
    names,
    classCount: readCount(at("nc"), reader),
    keypoints: names === undefined ? undefined : readKeypoints(at("kpt_shape"), reader),
    task: task && textOf(task, reader),
    path: path && textOf(path, reader)?.trim(),
    splits: {
      train: readPlaces(at("train"), reader),
      val: [...readPlaces(at("val"), reader), ...readPlaces(at("valid"), reader)],
      test: readPlaces(at("test"), reader),
    },
  };
}

function hasKey(map: YAMLMap, key: string, reader: Reader): boolean {
  return entryOf(map, key, reader) !== undefined || map.items.some((pair) => keyOf(pair, reader) === key);
}
