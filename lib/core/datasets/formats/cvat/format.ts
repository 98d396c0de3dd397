import { listedFormat } from "../listed-set";
import { MAX_SET_FILE_BYTES } from "../set-files";
import { isCvat, readCvat } from "./read-cvat";
import { cvatLayout } from "./write-cvat";

export const format = listedFormat({
  called: "CVAT's XML for images",
  ending: /\.xml$/i,
  read: async (path, { files }) => {
    const text = await files.readXmlText(path, MAX_SET_FILE_BYTES);
    return isCvat(text) ? readCvat(text, path) : undefined;
  },
  layouts: { cvat: cvatLayout },
});
