import { listedFormat } from "../listed-set";
import { fileNameOf } from "../paths";
import { filesWith } from "../sampling";
import type { SetFiles } from "../set-files";
import { readDescriptions, readOpenImages } from "./read-open-images";

const isDescription = (path: string) => /class[-_ ]?descriptions?/i.test(fileNameOf(path));

async function readNames(files: SetFiles) {
  const names = new Map<string, string | undefined>();
  for (const path of filesWith(files, /\.csv$/i).filter(isDescription))
    await readDescriptions(files, path, names);
  return names;
}

export const format = listedFormat({
  called: "a CSV of Open Images' boxes",
  ending: /\.csv$/i,
  read: async (path, { files, answers }) => {
    if (isDescription(path)) return undefined;
    return readOpenImages(files, path, await readNames(files), answers);
  },
  layouts: {},
});
