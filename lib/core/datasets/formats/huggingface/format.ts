import { isAppError } from "../../../errors";
import { type ListedContext, listedFormat } from "../listed-set";
import { fileNameOf, folderOf } from "../paths";
import { sampleSizes } from "../photo-sizes";
import { MAX_SET_FILE_BYTES } from "../set-files";
import { readClassFiles } from "../yolo/class-files";
import { type Names, namesInReadme } from "./class-names";
import { type Known, readHuggingFace } from "./read-huggingface";
import { type Row, readRows } from "./read-rows";

/** The names in the README.md that is nearest above the rows. */
async function readNames(path: string, { files }: ListedContext): Promise<Names | undefined> {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const readme = files.entries.find((entry) => {
      return folderOf(entry.path) === folder && /^readme\.md$/i.test(fileNameOf(entry.path));
    });
    const text = readme && (await files.readText(readme.path, MAX_SET_FILE_BYTES).catch(quietly));
    const names = text ? namesInReadme(text) : undefined;
    if (names || folder === "") return names;
  }
}

const quietly = (error: unknown) => {
  if (!isAppError(error)) throw error;
};

async function gatherKnown(rows: readonly Row[], path: string, context: ListedContext): Promise<Known> {
  const { files } = context;
  const lists = (await readClassFiles(files)).files;
  const byPath = new Map<string, string>();
  for (const { fileName } of rows) {
    const photo = context.find(fileName, path);
    if (photo) byPath.set(photo, fileName);
  }
  const sizes = await sampleSizes(files, [...byPath.keys()]);
  return {
    names: await readNames(path, context),
    lists: new Map(lists.map((one) => [one.path, one.names])),
    sizes: new Map([...sizes].map(([photo, size]) => [byPath.get(photo) ?? photo, size])),
  };
}

export const format = listedFormat({
  called: "a metadata.jsonl with objects",
  ending: /(^|\/)metadata\.jsonl$/i,
  read: async (path, context) => {
    const rows = [...readRows(await context.files.readText(path, MAX_SET_FILE_BYTES), path)];
    if (rows.length === 0) return undefined;
    if (rows.every(({ objects, problem }) => objects === undefined && !problem))
      return "its rows have no objects with boxes";
    return readHuggingFace(rows, await gatherKnown(rows, path, context), context.answers);
  },
  layouts: {},
});
