import { listedFormat } from "../listed-set";
import { MAX_SET_FILE_BYTES } from "../set-files";
import { isDatumaro, readDatumaro } from "./read-datumaro";

export const format = listedFormat({
  called: "Datumaro's JSON",
  ending: /\.json$/i,
  read: async (path, { files }) => {
    const json = await files.readJson(path, MAX_SET_FILE_BYTES);
    return isDatumaro(json) ? readDatumaro(json) : undefined;
  },
  layouts: {},
});
