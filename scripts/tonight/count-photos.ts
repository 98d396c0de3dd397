/**
 * `npx tsx scripts/tonight/count-photos.ts FOLDER`: counts which ingredient classes stand on one photo, in the labelled
 * sets of `training/src/forage_training/base_model/taxonomy.json` unpacked under FOLDER, and writes the numbers to `photo-classes.json`.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { projectRoot } from "@/server/storage/project-root";
import type { PhotoClasses } from "./photo-classes";

const taxonomySchema = z.object({
  classes: z.array(z.object({ name: z.string(), kind: z.string() })),
  sources: z.array(
    z.object({ folder: z.string(), classes: z.record(z.string(), z.string().nullable()).default({}) }),
  ),
});
const namesSchema = z.object({
  names: z.union([
    z.array(z.string()),
    z.record(z.string(), z.string()).transform((names) => Object.values(names)),
  ]),
});

const [folder] = process.argv.slice(2);
if (!folder) throw new RangeError("name the folder of the label sets");
const here = path.join(projectRoot(), "scripts", "tonight");
const taxonomy = taxonomySchema.parse(
  JSON.parse(
    await readFile(path.join(projectRoot(), "training/src/forage_training/base_model/taxonomy.json"), "utf8"),
  ),
);
const ingredients = new Set(
  taxonomy.classes.filter(({ kind }) => kind === "ingredient").map(({ name }) => name),
);

const single = new Map<string, number>();
const pairs = new Map<string, number>();
const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);

for (const source of taxonomy.sources) {
  const set = path.join(folder, source.folder);
  const { names } = namesSchema.parse(parse(await readFile(path.join(set, "data.yaml"), "utf8")));
  for (const file of await readdir(path.join(set, "labels"), { recursive: true })) {
    if (!file.endsWith(".txt")) continue;
    const text = await readFile(path.join(set, "labels", file), "utf8");
    const numbers = text
      .split("\n")
      .filter(Boolean)
      .map((line) => Number(line.split(" ")[0]));
    const seen = new Set(numbers.flatMap((number) => source.classes[names[number] ?? ""] ?? []));
    const classes = [...seen].filter((name) => ingredients.has(name)).sort();
    for (const [place, name] of classes.entries()) {
      add(single, name);
      for (const other of classes.slice(place + 1)) add(pairs, `${name}|${other}`);
    }
  }
}

const counted: PhotoClasses = {
  photos: Object.fromEntries([...single].sort()),
  together: [...pairs].sort().map(([key, photos]) => {
    const [first = "", second = ""] = key.split("|");
    return [first, second, photos];
  }),
};
const rows = counted.together.map((row) => `    ${JSON.stringify(row)}`).join(",\n");
const photos = JSON.stringify(counted.photos);
await writeFile(
  path.join(here, "photo-classes.json"),
  `{\n  "photos": ${photos},\n  "together": [\n${rows}\n  ]\n}\n`,
);
console.log(`${single.size} classes, ${pairs.size} pairs`);
