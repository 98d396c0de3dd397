/** Ways to spoil a file or an input, the same for the same numbers. */

export type Random = () => number;

/** No mutation makes more than this, so that a slow parser is told from a long text. */
const MAX_BYTES = 200_000;

/** Input that often breaks parsers: markup and JSON left open, numbers out of range, names that JavaScript knows. */
const TOKENS: readonly string[] = [
  "\u0000",
  "\ufeff",
  "\u2028",
  "__proto__",
  "constructor",
  "toString",
  "NaN",
  "Infinity",
  "-1",
  "1e400",
  "-0",
  "99999999999999999999",
  "2147483648",
  "null",
  "<!--",
  "-->",
  "<![CDATA[",
  "]]>",
  "<!DOCTYPE a [<!ENTITY x 'y'>]>",
  "&x;",
  "&#x110000;",
  "</script>",
  "{",
  "}",
  "[",
  "]",
  '"',
  "'",
  "\\",
  "%ff",
  "../",
  "\r\n",
  "\t",
  ",",
  ";",
  ":",
  "#",
  "9".repeat(60),
];

/** Repeated, these make the inputs that are slow for a parser with nested loops or recursion. */
const RUNS: readonly string[] = [
  "[",
  "{",
  "(",
  "<",
  "<a ",
  "<div>",
  "<!--",
  " ",
  "\n",
  '"',
  "\\",
  "&",
  "1 ",
  "-",
  "a",
  ",",
];

export const pick = <T>(random: Random, values: readonly T[]): T =>
  values[Math.floor(random() * values.length)] as T;

const whole = (random: Random, below: number) => Math.floor(random() * below);

function splice(bytes: Buffer, at: number, remove: number, insert: Buffer): Buffer {
  return Buffer.concat([
    bytes.subarray(0, at),
    insert,
    bytes.subarray(Math.min(bytes.length, at + remove)),
  ]).subarray(0, MAX_BYTES + bytes.length);
}

type Mutation = (bytes: Buffer, random: Random) => Buffer;

const MUTATIONS: readonly Mutation[] = [
  // a few bits
  (bytes, random) => {
    const out = Buffer.from(bytes);
    for (let i = 0; i <= random() * 8 && out.length > 0; i++) {
      const at = whole(random, out.length);
      out[at] = (out[at] ?? 0) ^ (1 << whole(random, 8));
    }
    return out;
  },
  // cut off
  (bytes, random) => bytes.subarray(0, whole(random, bytes.length + 1)),
  // without its beginning
  (bytes, random) => bytes.subarray(whole(random, bytes.length + 1)),
  // a piece taken out
  (bytes, random) => splice(bytes, whole(random, bytes.length + 1), whole(random, 256), Buffer.alloc(0)),
  // a piece of itself put elsewhere
  (bytes, random) => {
    const from = whole(random, bytes.length + 1);
    return splice(bytes, whole(random, bytes.length + 1), 0, bytes.subarray(from, from + whole(random, 512)));
  },
  // random bytes put in
  (bytes, random) =>
    splice(
      bytes,
      whole(random, bytes.length + 1),
      0,
      Buffer.from(Array.from({ length: whole(random, 64) }, () => whole(random, 256))),
    ),
  // extreme bytes at the front, where headers are
  (bytes, random) => {
    const out = Buffer.from(bytes);
    const head = Math.min(out.length, 512);
    for (let i = 0; i <= random() * 6 && head > 0; i++)
      out[whole(random, head)] = pick(random, [0, 1, 127, 128, 255]);
    return out;
  },
  // a length or offset made extreme
  (bytes, random) => {
    const out = Buffer.from(bytes);
    const at = whole(random, out.length);
    const value = pick(random, [0, 1, 65_536, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]);
    if (at + 4 > out.length) return out;
    if (random() < 0.5) out.writeUInt32LE(value, at);
    else out.writeUInt32BE(value, at);
    return out;
  },
  // a token put in or in place of something
  (bytes, random) =>
    splice(
      bytes,
      whole(random, bytes.length + 1),
      random() < 0.5 ? 0 : whole(random, 12),
      Buffer.from(pick(random, TOKENS)),
    ),
  // a run of one sign, up to some 100,000 bytes
  (bytes, random) =>
    splice(
      bytes,
      whole(random, bytes.length + 1),
      0,
      Buffer.from(pick(random, RUNS).repeat(1 + Math.floor(10 ** (random() * 4.6)))),
    ),
  // a piece of itself over and over
  (bytes, random) => {
    const at = whole(random, bytes.length + 1);
    const piece = bytes.subarray(at, at + 1 + whole(random, 64));
    const times = Math.min(
      1 + Math.floor(10 ** (random() * 3.5)),
      Math.floor(MAX_BYTES / Math.max(1, piece.length)),
    );
    return splice(bytes, at, 0, Buffer.concat(Array.from({ length: times }, () => piece)));
  },
];

/** One to four mutations of a file. @param bytes not mutated */
export function mutateBytes(bytes: Uint8Array, random: Random): Buffer {
  let out = Buffer.from(bytes);
  for (let i = 0; i <= random() * 3; i++) out = Buffer.from(pick(random, MUTATIONS)(out, random));
  return out;
}

/** Stands for lists within lists, deeper than JSON.stringify itself goes. */
const DEEP = "@deep@";

/** Values that may break a schema or a column. Infinity stands for a number that JSON can hold and no double can. */
const VALUES: readonly (() => unknown)[] = [
  () => "\u0000",
  () => "a\u0000b",
  () => "\ud800",
  () => "",
  () => " ",
  () => "a".repeat(300),
  () => "é".repeat(20_000),
  () => "__proto__",
  () => "../../etc/passwd",
  () => "00000000-0000-4000-8000-000000000000",
  () => "0000-01-01",
  () => "+275760-09-13T00:00:00.000Z",
  () => "99999-99-99",
  () => -1,
  () => 0,
  () => -0.5,
  () => 2 ** 31 - 1,
  () => 2 ** 31,
  () => 2 ** 53 - 1,
  () => 2 ** 63,
  () => 1e308,
  () => Number.POSITIVE_INFINITY,
  () => null,
  () => true,
  () => [],
  () => ({}),
  () => Array.from({ length: 3_000 }, (_, i) => i),
  () => DEEP,
  () => JSON.parse('{"__proto__":{"polluted":1}}'),
];

type Place = { readonly holder: Record<string, unknown>; readonly key: string };

function placesIn(value: unknown, found: Place[] = []): Place[] {
  if (typeof value !== "object" || value === null || found.length > 500) return found;
  const holder = value as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    found.push({ holder, key });
    placesIn(holder[key], found);
  }
  return found;
}

/** One to three values somewhere in it replaced, left out or doubled. @param value not mutated */
export function mutateJson(value: unknown, random: Random): unknown {
  const root = { value: structuredClone(value) };
  for (let i = 0; i <= random() * 2; i++) {
    const places = placesIn(root);
    if (places.length === 0) break;
    const { holder, key } = pick(random, places);
    const how = random();
    if (how < 0.7) holder[key] = pick(random, VALUES)();
    else if (how < 0.85) delete holder[key];
    else holder[`${key}${pick(random, ["", "\u0000", "x", "__proto__"])}`] = holder[key];
  }
  return root.value;
}

/** JSON text that may hold a number beyond any double, and lists within lists. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, one) => (one === Number.POSITIVE_INFINITY ? "@1e400@" : one));
  return (text ?? "")
    .replaceAll('"@1e400@"', "1e400")
    .replaceAll(`"${DEEP}"`, `${"[".repeat(5_000)}${"]".repeat(5_000)}`);
}
