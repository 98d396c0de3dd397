import { parse } from "yaml";
import { asRecord } from "../labelled-set";

/** Class names by their number. */
export type Names = readonly (string | undefined)[];

const MAX_DEPTH = 12;

/** `names: {'0': egg}` or `names: [egg]`. */
function namesOf(value: unknown): Names | undefined {
  if (Array.isArray(value)) return value.map((one) => (typeof one === "string" ? one : undefined));
  const byNumber = asRecord(value);
  if (!byNumber) return undefined;
  const names: (string | undefined)[] = [];
  for (const [key, name] of Object.entries(byNumber))
    if (/^\d{1,5}$/.test(key) && typeof name === "string") names[Number(key)] = name;
  return names;
}

function* classLabelsIn(value: unknown, depth = 0): Generator<Names> {
  if (depth > MAX_DEPTH || typeof value !== "object" || value === null) return;
  const names = namesOf(asRecord(asRecord(value)?.class_label)?.names);
  if (names) yield names;
  for (const inner of Object.values(value)) yield* classLabelsIn(inner, depth + 1);
}

/**
 * The class names that a set's README.md gives in its head, as `class_label` of a feature; undefined where it has none,
 * or several that differ.
 */
export function namesInReadme(text: string): Names | undefined {
  const [, head] = /^---\r?\n([\s\S]{0,200000}?)\r?\n---/.exec(text) ?? [];
  if (head === undefined) return undefined;
  let value: unknown;
  try {
    value = parse(head, { maxAliasCount: 0 });
  } catch {
    return undefined;
  }
  const all = [...classLabelsIn(asRecord(value)?.dataset_info ?? value)];
  const [first] = all;
  return all.every((one) => JSON.stringify(one) === JSON.stringify(first)) ? first : undefined;
}
