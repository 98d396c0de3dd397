/**
 * Class names as Ultralytics writes them into a model's metadata: `{0: 'person', 1: "ladies' finger"}`.
 * @returns by class index; empty when the text is something else, or leaves an index out
 */
export function readNames(text: string): readonly string[] {
  const names: string[] = [];
  for (const [, index, single, double] of text.matchAll(
    /(\d+)\s*:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g,
  )) {
    names[Number(index)] = (single ?? double ?? "").replace(/\\(.)/g, "$1");
  }
  return names.length === Object.keys(names).length ? names : [];
}
