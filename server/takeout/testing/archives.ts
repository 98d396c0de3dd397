import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { openSource } from "@/server/datasets/import/source/open-source";
import { sha256Of } from "@/server/media/service";

export type Files = ReadonlyMap<string, Uint8Array>;

/** All files of an archive, in memory. */
export async function unpack(place: string): Promise<Files> {
  const source = await openSource(place);
  try {
    const files = new Map<string, Uint8Array>();
    for (const { path } of source.entries) files.set(path, await source.read(path, 2 ** 30));
    return files;
  } finally {
    await source.close();
  }
}

/** Writes an archive with these files. @returns its place */
export async function pack(files: ReadonlyMap<string, Uint8Array | string>, place: string): Promise<string> {
  const zip = new ZipFile();
  for (const [name, content] of files) zip.addBuffer(Buffer.from(content as Uint8Array), name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(place));
  return place;
}

const textOf = (content: Uint8Array | undefined) => Buffer.from(content ?? []).toString("utf8");

/** The same archive with one of its files of JSON changed. */
export function withJson<T>(
  files: Files,
  name: string,
  change: (value: T) => unknown,
): Map<string, Uint8Array> {
  const value: T = JSON.parse(textOf(files.get(name)));
  return new Map([...files, [name, Buffer.from(JSON.stringify(change(value)))]]);
}

/** Names of rows: they need not be the same in two installations. */
const IDS: Readonly<Record<string, ReadonlySet<string>>> = {
  "corrections.jsonl": new Set(["id", "photoId"]),
  "cook.json": new Set(["id"]),
  "pantry.json": new Set(["changeId"]),
  "shopping.json": new Set(["changeId"]),
  "week.json": new Set(["changeId"]),
  "plants.json": new Set(["photoId"]),
  "forage.json": new Set(["writtenAt", "team"]),
};

function without(value: unknown, keys: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => without(one, keys));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !keys.has(key))
      .map(([key, one]) => [key, without(one, keys)]),
  );
}

/** Classes by name in place of their ids: these are each installation's own. */
function named(value: unknown, nameOf: ReadonlyMap<number, string>): unknown {
  if (Array.isArray(value)) return value.map((one) => named(one, nameOf));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      key === "classId" && typeof one === "number" ? nameOf.get(one) : named(one, nameOf),
    ]),
  );
}

/** What an archive says, apart from ids and when it was written: two of the same data are equal. */
export function saying(files: Files): Readonly<Record<string, unknown>> {
  const classes: { id: number; name: string }[] = JSON.parse(textOf(files.get("classes.json")));
  const nameOf = new Map(classes.map(({ id, name }) => [id, name]));
  const said = [...files]
    // the set has classes by number, and every class of the installation
    .filter(([name]) => name !== "classes.json" && !name.startsWith("annotations/"))
    .map(([name, content]) => {
      const keys = IDS[name] ?? new Set<string>();
      const parse = (text: string) => named(without(JSON.parse(text), keys), nameOf);
      if (name.endsWith(".jsonl")) return [name, textOf(content).split("\n").filter(Boolean).map(parse)];
      if (name.endsWith(".json")) return [name, parse(textOf(content))];
      return [name, sha256Of(content)];
    });
  return Object.fromEntries(said);
}
