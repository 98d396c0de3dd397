import { pick, type Random } from "./mutate";

/** The parts of JSON Schema that our schemas use. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

/** Texts that the app gave out, by the key they stood under: ids, hashes, names. */
export type TextPool = Map<string, Set<string>>;

/** What stood under this key; under "id" for any id; else everything. */
export function textsFor(key: string, pool: TextPool): readonly string[] {
  const named = pool.get(key) ?? (/id$/i.test(key) ? pool.get("id") : undefined);
  return [...(named ?? [...pool.values()].flatMap((texts) => [...texts]))];
}

interface Where {
  readonly pool: TextPool;
  /** Under which the value stands. */
  readonly key: string;
  readonly depth: number;
}

const WORDS = [
  "tomato",
  "a",
  "forage-n/3",
  "A note.",
  "soup",
  "next",
  "image/jpeg",
  "http://127.0.0.1:9/x",
  "2026-11-22",
];

function textOf(schema: JsonSchema, random: Random, { pool, key }: Where): string {
  const fits = (text: string) =>
    (schema.pattern === undefined || new RegExp(schema.pattern, "u").test(text)) &&
    text.length <= (schema.maxLength ?? 10_000);
  const named = textsFor(key, pool).filter(fits);
  const known = named.length > 0 && random() < 0.8 ? named : [...named, ...WORDS.filter(fits)];
  if (known.length > 0 && random() < 0.9) return pick(random, known);
  if (schema.format === "uuid") return "00000000-0000-4000-8000-000000000000";
  if (schema.format === "date-time") return "2026-11-22T10:00:00.000Z";
  return "x".repeat(Math.floor(random() * 20));
}

function numberOf({ minimum = -10, maximum = 1_000, type }: JsonSchema, random: Random): number {
  const low = Math.max(minimum, -1_000_000);
  const value = low + random() * (Math.min(maximum, low + 1_000) - low);
  return type === "integer" ? Math.floor(value) : value;
}

function listOf(schema: JsonSchema, random: Random, where: Where): unknown[] {
  if (schema.prefixItems) return schema.prefixItems.map((item) => valueAt(item, random, where));
  const most = Math.min(schema.maxItems ?? 3, 3);
  const count = Math.max(schema.minItems ?? 0, Math.floor(random() * (most + 1)));
  return Array.from({ length: count }, () => valueAt(schema.items ?? {}, random, where));
}

function objectOf(schema: JsonSchema, random: Random, where: Where): Record<string, unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const entries = Object.entries(properties).filter(([key]) => required.includes(key) || random() < 0.6);
  const made = entries.map(([key, one]): [string, unknown] => [key, valueAt(one, random, { ...where, key })]);
  if (typeof additionalProperties === "object" && random() < 0.5)
    made.push([String(Math.floor(random() * 9)), valueAt(additionalProperties, random, where)]);
  return Object.fromEntries(made);
}

/** A value that the schema mostly takes: the basis for what is spoilt afterwards. */
export function valueFor(schema: JsonSchema, random: Random, pool: TextPool): unknown {
  return valueAt(schema, random, { pool, key: "", depth: 0 });
}

function valueAt(schema: JsonSchema, random: Random, above: Where): unknown {
  const where = { ...above, depth: above.depth + 1 };
  if (where.depth > 14) return null;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return pick(random, schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return valueAt(pick(random, choices), random, where);
  if (schema.allOf)
    return Object.assign({}, ...schema.allOf.map((one) => valueAt(one, random, where) as object));
  const type = Array.isArray(schema.type) ? pick(random, schema.type) : schema.type;
  switch (type) {
    case "string":
      return textOf(schema, random, where);
    case "number":
    case "integer":
      return numberOf(schema, random);
    case "boolean":
      return random() < 0.5;
    case "array":
      return listOf(schema, random, where);
    case "object":
      return objectOf(schema, random, where);
    default:
      return null;
  }
}
