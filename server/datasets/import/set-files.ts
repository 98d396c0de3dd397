import { MAX_SET_FILE_BYTES, type SetFiles } from "@/lib/core/datasets/formats/set-files";
import { inParallel } from "../in-parallel";
import { readCsv } from "./read-csv";
import { readJsonFile, readText } from "./read-text";
import { readXml, readXmlText } from "./read-xml";
import type { SetSource } from "./source/set-source";

interface Known {
  readonly files: SetFiles;
  forget(): void;
}

const known = new WeakMap<SetSource, Known>();

/** The parsed content of one file, which several formats look at. */
interface LastJson {
  readonly path: string;
  readonly value: Promise<unknown>;
}

/** A source as formats read it. The JSON file that was read last is kept: a set's labels may be in one large file. */
export function setFilesOf(source: SetSource): SetFiles {
  const made = known.get(source);
  if (made) return made.files;
  let last: LastJson | undefined;
  const files: SetFiles = {
    entries: source.entries,
    refused: source.refused,
    read: (path, limitBytes) => source.read(path, limitBytes),
    readText: (path, limitBytes) => readText(source, path, limitBytes),
    readJson: (path, limitBytes) => {
      if (last?.path !== path) last = { path, value: readJsonFile(source, path, limitBytes) };
      return last.value;
    },
    readCsv: (path, reader) => readCsv(source, path, { limitBytes: MAX_SET_FILE_BYTES, ...reader }),
    readXml: (path) => readXml(source, path),
    readXmlText: (path, limitBytes) => readXmlText(source, path, limitBytes),
    fromBase64: (text) => Buffer.from(text, "base64"),
    inParallel: async (items, work) => void (await inParallel(items, work)),
  };
  const forget = () => {
    last = undefined;
  };
  known.set(source, { files, forget });
  return files;
}

/** Releases what was cached of a source's files, once its labels are listed. */
export const forgetFilesOf = (source: SetSource): void => known.get(source)?.forget();
