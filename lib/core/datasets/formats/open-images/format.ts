import { csvHeader } from "../csv-rows";
import { listedFormat } from "../listed-set";
import { fileNameOf } from "../paths";
import { filesWith } from "../sampling";
import { MAX_SET_FILE_BYTES, type SetFiles } from "../set-files";
import { readDescriptions, readOpenImages } from "./read-open-images";

const isDescription = (path: string) => /class[-_ ]?descriptions?/i.test(fileNameOf(path));

async function readNames(files: SetFiles) {
  const names = new Map<string, string | undefined>();
  for (const path of filesWith(files, /\.csv$/i).filter(isDescription))
    readDescriptions(await files.readText(path, MAX_SET_FILE_BYTES), path, names);
  return names;
}

export const format = listedFormat({
  called: "a CSV of Open Images' boxes",
  ending: /\.csv$/i,
  read: async (path, { files, answers }) => {
    if (isDescription(path)) return undefined;
    const text = await files.readText(path, MAX_SET_FILE_BYTES);
    const columns = csvHeader(text);
    if (!columns.includes("ImageID")) return undefined;
    if (!columns.includes("XMin"))
      return columns.includes("LabelName") ? "it has labels of whole photos, which are no boxes" : undefined;
    return readOpenImages(text, path, await readNames(files), answers);
  },
  layouts: {},
});
