import type { Readable } from "node:stream";
import { ZipFile } from "yazl";
import { toJsonLdFile } from "@/lib/core/recipes/export/json-ld";
import { toMarkdown } from "@/lib/core/recipes/export/markdown";
import { slugOf, toMealie } from "@/lib/core/recipes/export/mealie";
import { toTandoor } from "@/lib/core/recipes/export/tandoor";
import type { Recipe } from "@/lib/core/recipes/recipe";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { recipeMemoryNow } from "../recipe-memory-now";
import { ownRecipes } from "./own-recipes";

/** Formats that a zip of recipes with their pictures comes in. */
export const ARCHIVE_FORMATS = ["json-ld", "mealie", "tandoor", "markdown"] as const;
export type ArchiveFormat = (typeof ARCHIVE_FORMATS)[number];

export interface ArchiveFile {
  readonly name: string;
  readonly content: Uint8Array | string;
}

interface Written {
  readonly recipe: Recipe;
  readonly picture: Uint8Array | null;
  /** A name no other recipe of the archive has. */
  readonly name: string;
  readonly vocabulary: Vocabulary;
}

const json = (document: unknown) => `${JSON.stringify(document, null, 1)}\n`;

/** What an archive holds of a recipe, laid out as the app expects it. */
const LAYOUTS: Readonly<Record<ArchiveFormat, (written: Written) => Promise<readonly ArchiveFile[]>>> = {
  // as Nextcloud Cookbook lays its folder out
  "json-ld": async ({ recipe, picture, name, vocabulary }) => [
    { name: `${name}/recipe.json`, content: json(toJsonLdFile(recipe, vocabulary, picture && "full.jpg")) },
    ...(picture ? [{ name: `${name}/full.jpg`, content: picture }] : []),
  ],
  mealie: async ({ recipe, picture, name, vocabulary }) => [
    {
      name: `recipes/${name}/${name}.json`,
      content: json(toMealie(recipe, vocabulary, picture && "original.jpg")),
    },
    ...(picture ? [{ name: `recipes/${name}/images/original.jpg`, content: picture }] : []),
  ],
  tandoor: async ({ recipe, picture, name, vocabulary }) => {
    const inner = [
      { name: "recipe.json", content: json(toTandoor(recipe, vocabulary, picture && "image.jpg")) },
      ...(picture ? [{ name: "image.jpg", content: picture }] : []),
    ];
    return [{ name: `${name}.zip`, content: await zipped(inner) }];
  },
  markdown: async ({ recipe, picture, name, vocabulary }) => [
    { name: `${name}.md`, content: toMarkdown(recipe, vocabulary, picture && `${name}.jpg`) },
    ...(picture ? [{ name: `${name}.jpg`, content: picture }] : []),
  ],
};

/** All of a person's own recipes with their pictures as a zip, made while it is read. */
export async function exportArchive(teamId: string, format: ArchiveFormat): Promise<Readable> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  void fill(zip, archiveFiles(teamId, format)).catch((error: unknown) => {
    output.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return output;
}

/** Pieces that wait to be read before the next recipe is fetched. */
const MOST_WAITING = 8 * 2 ** 20;

async function fill(zip: ZipFile, recipes: AsyncIterable<ArchivedRecipe>): Promise<void> {
  const output = zip.outputStream as Readable;
  for await (const { files } of recipes) {
    if (output.destroyed) return;
    while (output.readableLength > MOST_WAITING) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const file of files) addFile(zip, file);
  }
  zip.end();
}

/** What an archive holds of one recipe. */
export interface ArchivedRecipe {
  readonly slug: string;
  /** A name no other recipe of the archive has: the folder, where the format has one for each. */
  readonly name: string;
  readonly files: readonly ArchiveFile[];
}

/** What an archive holds of each of a team's own recipes, recipe by recipe. */
export async function* archiveFiles(teamId: string, format: ArchiveFormat): AsyncGenerator<ArchivedRecipe> {
  const { vocabulary } = await recipeMemoryNow();
  const taken = new Set<string>();
  for await (const { recipe, picture } of ownRecipes(teamId)) {
    const name = freeName(slugOf(recipe.title), taken);
    const files = await LAYOUTS[format]({ recipe, picture: await picture(), name, vocabulary });
    yield { slug: recipe.slug, name, files };
  }
}

function addFile(zip: ZipFile, { name, content }: ArchiveFile): void {
  // a picture and an inner zip are compressed already
  const compress = typeof content === "string";
  zip.addBuffer(Buffer.from(content as Uint8Array), name, { compress });
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
  taken.add(name);
  return name;
}

async function zipped(files: readonly ArchiveFile[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const file of files) addFile(zip, file);
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
