import { asRecord } from "../labelled-set";
import { listedFormat } from "../listed-set";
import { MAX_SET_FILE_BYTES, type SetFiles } from "../set-files";
import { listVia, readViaJson, type ViaPhoto } from "./read-via";

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

/** The photos of VIA's CSV, which keeps JSON in its columns. @returns undefined for CSV of something else */
async function readViaCsv(files: SetFiles, file: string): Promise<readonly ViaPhoto[] | undefined> {
  const photos = new Map<string, { fileName: string; regions: ViaPhoto["regions"][number][] }>();
  const columns = new Map<string, number>();
  const isVia = await files.readCsv(file, {
    header: (names) => {
      for (const [index, name] of names.entries()) columns.set(name.replace(/^#\s*/, ""), index);
      return ["filename", "region_shape_attributes", "region_attributes"].every((name) => columns.has(name));
    },
    row: (fields) => {
      const cell = (name: string) => fields[columns.get(name) ?? -1];
      const fileName = cell("filename") ?? "";
      if (fileName === "") return;
      const key = `${fileName}\0${cell("file_size") ?? ""}`;
      const photo = photos.get(key) ?? { fileName, regions: [] };
      photos.set(key, photo);
      const shape = parse(cell("region_shape_attributes"));
      // a photo without regions has one row, with an empty shape
      if (cell("region_count") === "0" || Object.keys(asRecord(shape) ?? { broken: true }).length === 0)
        return;
      photo.regions.push({ shape, attributes: asRecord(parse(cell("region_attributes"))) ?? {} });
    },
  });
  return isVia ? [...photos.values()] : undefined;
}

export const format = listedFormat({
  called: "a file of VIA",
  ending: /\.(json|csv)$/i,
  read: async (path, { files, answers }) => {
    const photos = /\.csv$/i.test(path)
      ? await readViaCsv(files, path)
      : readViaJson(await files.readJson(path, MAX_SET_FILE_BYTES));
    return typeof photos === "object" ? listVia(photos, answers) : photos;
  },
  layouts: {},
});
