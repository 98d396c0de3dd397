const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

/** Python's escapes in a text: `\'`, `\n`, `\xa0`, `\u2026`, `\U0001f34c`. */
function unescapePython(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs,
    (all: string, x?: string, u?: string, long?: string, sign = "") => {
      const code = x ?? u ?? long;
      if (code === undefined) return ESCAPES[sign] ?? sign;
      const point = Number.parseInt(code, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : all;
    },
  );
}

/** By index; empty when one is left out or is no number. */
function inOrder(entries: readonly (readonly [string, unknown])[]): readonly string[] {
  const names = new Map<number, string>();
  for (const [index, name] of entries)
    if (/^\d+$/.test(index) && typeof name === "string") names.set(Number(index), name);
  if (names.size !== entries.length) return [];
  const list = Array.from({ length: names.size }, (_, index) => names.get(index));
  return list.every((name) => name !== undefined) ? list : [];
}

function readJson(text: string): readonly string[] | undefined {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== "object" || json === null) return undefined;
    return inOrder(Object.entries(json));
  } catch {
    return undefined;
  }
}

const TEXT = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/.source;
const DICT = new RegExp(`^\\{(\\s*\\d+\\s*:\\s*(?:${TEXT})\\s*,?)*\\s*\\}$`, "s");
const LIST = new RegExp(`^[[(](\\s*(?:${TEXT})\\s*,?)*\\s*[\\])]$`, "s");

/**
 * Class names as exporters write them into a model's metadata: Ultralytics' Python `{0: 'person', 1: "ladies' finger"}`,
 * a Python list, or JSON of either kind.
 * @returns by class index; empty when the text is something else, or leaves an index out
 */
export function readNames(text: string): readonly string[] {
  const trimmed = text.trim();
  const json = readJson(trimmed);
  if (json) return json;
  if (DICT.test(trimmed)) {
    const entries = [...trimmed.matchAll(new RegExp(`(\\d+)\\s*:\\s*(?:${TEXT})`, "gs"))];
    return inOrder(
      entries.map(([, index = "", single, double]) => [index, unescapePython(single ?? double ?? "")]),
    );
  }
  if (!LIST.test(trimmed)) return [];
  return [...trimmed.matchAll(new RegExp(TEXT, "gs"))].map(([, single, double]) =>
    unescapePython(single ?? double ?? ""),
  );
}
