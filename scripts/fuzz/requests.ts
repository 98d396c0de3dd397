import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { z } from "zod";
import { appRouter } from "@/server/assembly/root-router";
import { mutateBytes, mutateJson, pick, type Random, toJson } from "./mutate";
import { type JsonSchema, type TextPool, textsFor, valueFor } from "./schema-value";

/** A request as it goes over the wire, whatever it says. */
export interface RawRequest {
  readonly method: string;
  /** Path and query, not tidied. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** What a request calls: a procedure, or a route handler. */
export interface RequestTarget {
  readonly name: string;
  /** Answers as a stream that does not end by itself. */
  readonly isStream: boolean;
  request(random: Random, pool: TextPool): RawRequest;
}

interface ProcedureDefinition {
  readonly type: "query" | "mutation" | "subscription";
  readonly inputs: readonly z.ZodType[];
}

const METHODS = ["GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"];
const asJson = { "content-type": "application/json" };

function spoiltInput(schema: JsonSchema | undefined, random: Random, pool: TextPool): string {
  const value = schema === undefined ? undefined : valueFor(schema, random, pool);
  if (random() < 0.35) return toJson(value);
  const spoilt = toJson(mutateJson(value ?? {}, random));
  return random() < 0.15 ? mutateBytes(Buffer.from(spoilt), random).toString("latin1") : spoilt;
}

function procedureTarget(name: string, { type, inputs }: ProcedureDefinition): RequestTarget {
  const [input] = inputs;
  const schema = input && (z.toJSONSchema(input, { io: "input", unrepresentable: "any" }) as JsonSchema);
  return {
    name,
    isStream: type === "subscription",
    request: (random, pool) => {
      const isBatch = random() < 0.1;
      const text = spoiltInput(schema, random, pool);
      const body = isBatch ? `{"0":${text}}` : text;
      const path = `/api/trpc/${name}${isBatch ? "?batch=1" : ""}`;
      const isWrong = random() < 0.05;
      if ((type === "mutation") !== isWrong)
        return { method: "POST", path, headers: asJson, body: Buffer.from(body) };
      // a longer line is refused by Node itself
      const query = encodeURIComponent(body).slice(0, 12_000);
      return { method: "GET", path: `${path}${isBatch ? "&" : "?"}input=${query}`, headers: {} };
    },
  };
}

/** Every procedure of the router; a new one is included without being named here. */
export function procedureTargets(): readonly RequestTarget[] {
  // tRPC keeps them flat, by "feature.procedure", whatever the types say
  const flat = appRouter._def.procedures as unknown as Record<string, { readonly _def: ProcedureDefinition }>;
  return Object.entries(flat).map(([name, { _def }]) => procedureTarget(name, _def));
}

const SEGMENTS: readonly string[] = [
  "%ff",
  "%00",
  "%",
  "..",
  "%2e%2e",
  "..%2f..%2fetc",
  "a".repeat(300),
  "%F0%9F%8D%85",
  "%ED%A0%80",
  "-1",
  "1e400",
  "99999999999999999999",
  "manifest.json",
  "forage-n",
  "2",
  "__proto__",
  "constructor",
  "nothing",
];

/** Names and values of queries that routes read, and that must not break them. */
const QUERY_NAMES = ["name", "kind", "path", "size", "conf", "iou", "format", "constructor", "%ff"];
const QUERY_VALUES = [
  "a.jpg",
  "zip",
  "folder",
  "thumb",
  "full",
  "0.5",
  "1e400",
  "-1",
  "NaN",
  "a%00b",
  "%ff",
  "..%2f..%2fx",
];

function spoiltQuery(random: Random): string {
  const pairs = Array.from({ length: Math.floor(random() * 4) }, () => {
    const value = random() < 0.1 ? "é".repeat(400) : pick(random, QUERY_VALUES);
    return `${pick(random, QUERY_NAMES)}=${random() < 0.1 ? encodeURIComponent(value) : value}`;
  });
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

const TYPES = [
  "application/json",
  "image/jpeg",
  "application/octet-stream",
  "application/zip",
  "multipart/form-data; boundary=x",
  "",
];

function multipart(bytes: Uint8Array, random: Random): Buffer {
  const name = pick(random, ["photo", "file", ""]);
  const file = pick(random, ["a.jpg", "a\u0000b.jpg", "é".repeat(400), "../../x", ""]);
  const head = `--x\r\ncontent-disposition: form-data; name="${name}"; filename="${file}"\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), bytes, Buffer.from("\r\n--x--\r\n")]);
}

interface Routes {
  readonly root: string;
  /** Files that a route may be sent, spoilt. */
  readonly bodies: readonly Uint8Array[];
}

const ROUTE = /\bexport (?:\{[^}]*?\bas (GET|POST)|(?:async )?(?:const|function) (GET|POST))\b/g;

/** Every route handler under app/, by its folder; a new one is included without being named here. */
export function routeTargets({ root, bodies }: Routes): readonly RequestTarget[] {
  const files = readdirSync(join(root, "app"), { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|[\\/])route\.ts$/.test(file) && !file.includes("trpc"))
    .toSorted();
  return files.flatMap((file) => {
    const template = `/${relative(".", join(file, "..")).split(sep).join("/")}`;
    const text = readFileSync(join(root, "app", file), "utf8");
    return [...text.matchAll(ROUTE)].map((found): RequestTarget => {
      const method = found[1] ?? found[2] ?? "GET";
      return {
        name: `${method} ${template}`,
        isStream: false,
        request: routeRequest(method, template, bodies),
      };
    });
  });
}

function routeRequest(
  method: string,
  template: string,
  bodies: readonly Uint8Array[],
): RequestTarget["request"] {
  return (random, pool) => {
    const segment = (key: string) => {
      const known = random() < 0.5 ? textsFor(key, pool) : [];
      return known.length > 0 ? encodeURIComponent(pick(random, known)) : pick(random, SEGMENTS);
    };
    const path = template.replaceAll(/\[(\.\.\.)?(\w+)\]/g, (_, isRest, key) =>
      isRest
        ? Array.from({ length: 1 + Math.floor(random() * 3) }, () => segment(key)).join("/")
        : segment(key),
    );
    const isOther = random() < 0.05;
    const used = isOther ? pick(random, METHODS) : method;
    if (used !== "POST") return { method: used, path: `${path}${spoiltQuery(random)}`, headers: {} };
    const type = pick(random, TYPES);
    const file = random() < 0.1 ? Buffer.alloc(0) : mutateBytes(pick(random, bodies), random);
    const body = type.startsWith("multipart") && random() < 0.8 ? multipart(file, random) : file;
    const headers: Record<string, string> = type ? { "content-type": type } : {};
    return { method: used, path: `${path}${spoiltQuery(random)}`, headers, body };
  };
}
