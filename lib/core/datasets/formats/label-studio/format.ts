import { listedFormat } from "../listed-set";
import { MAX_SET_FILE_BYTES } from "../set-files";
import { readLabelStudio } from "./read-label-studio";
import { labelStudioLayout } from "./write-label-studio";

export const format = listedFormat({
  called: "Label Studio's JSON",
  ending: /\.json$/i,
  read: async (path, { files, answers }) =>
    readLabelStudio(await files.readJson(path, MAX_SET_FILE_BYTES), answers),
  layouts: { "label-studio": labelStudioLayout },
});
