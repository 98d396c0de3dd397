import { isAppError } from "../../../errors";
import { readClassList } from "../../read-class-list";
import { type DataYaml, MAX_CLASS_FILE_BYTES, readDataYaml } from "../../read-data-yaml";
import { fileNameOf, folderOf } from "../paths";
import type { Refusal, SetFiles } from "../set-files";

/** A file that names a set's classes by index. */
export interface ClassFile {
  readonly path: string;
  readonly names: readonly string[];
  /** What else a data.yaml says; undefined for a plain list of names. */
  readonly yaml: DataYaml | undefined;
}

export interface ClassFiles {
  readonly files: readonly ClassFile[];
  /** Files that should name classes and cannot be read. */
  readonly broken: readonly Refusal[];
}

const MAX_YAMLS = 500;
const YAML = /\.ya?ml$/i;
const LIST = /^(classes\.txt|[^/]+\.names|_darknet\.labels)$/i;

/** True for a file that names classes or could: not a label file, whatever its name. */
export const isClassList = (path: string): boolean => LIST.test(fileNameOf(path));

const depthOf = (path: string) => path.split("/").length;

async function readOne(source: SetFiles, path: string): Promise<ClassFile | undefined> {
  const text = await source.readText(path, MAX_CLASS_FILE_BYTES);
  if (!YAML.test(path)) {
    const names = readClassList(text);
    return names.length > 0 ? { path, names, yaml: undefined } : undefined;
  }
  try {
    const yaml = readDataYaml(text);
    return yaml.names ? { path, names: yaml.names, yaml } : undefined;
  } catch (error) {
    // another tool's file may be anything
    const isMeant = /^data(set)?\.ya?ml$/i.test(fileNameOf(path)) || /^\s*["']?names["']?\s*:/m.test(text);
    if (error instanceof RangeError && !isMeant) return undefined;
    throw error;
  }
}

/** Reads every file of a set that names classes, the shallow ones first. @throws storage/… */
export async function readClassFiles(source: SetFiles): Promise<ClassFiles> {
  const paths = source.entries.map(({ path }) => path).sort((a, b) => depthOf(a) - depthOf(b));
  const wanted = [
    ...paths.filter((path) => YAML.test(path)).slice(0, MAX_YAMLS),
    ...paths.filter(isClassList),
  ];
  const files: ClassFile[] = [];
  const broken: Refusal[] = [];
  for (const path of wanted) {
    try {
      const file = await readOne(source, path);
      if (file) files.push(file);
    } catch (error) {
      if (isAppError(error) && !error.code.startsWith("import/")) throw error;
      if (!isAppError(error) && !(error instanceof RangeError)) throw error;
      const reason = isAppError(error) ? String(error.facts.reason ?? "it is too large") : error.message;
      broken.push({ path, reason });
    }
  }
  return { files, broken };
}

/** True when no index means two things: one list may be longer than the other. */
export function agree(a: readonly string[], b: readonly string[]): boolean {
  return a.slice(0, b.length).every((name, index) => name === b[index]);
}

/** Several files at one place that name different classes. */
export interface ClassFileConflict {
  readonly conflict: readonly [ClassFile, ClassFile];
}

/** The one file that counts of several at one place; where their names differ, none does. */
function oneOf(
  files: readonly ClassFile[],
  chosen: string | undefined,
): ClassFile | ClassFileConflict | undefined {
  const choice = files.find(({ path }) => path === chosen);
  if (choice) return choice;
  const longest = files.reduce<ClassFile | undefined>(
    // of equal lists the data.yaml, which says more
    (best, file) =>
      !best ||
      file.names.length > best.names.length ||
      (file.names.length === best.names.length && file.yaml && !best.yaml)
        ? file
        : best,
    undefined,
  );
  const other = files.find(({ names }) => longest && !agree(names, longest.names));
  return longest && other ? { conflict: [longest, other] } : longest;
}

function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    folders.push(folder);
    if (folder === "") return folders;
  }
}

/** Finds the file that names the classes of a photo's labels: the nearest above label or photo. */
export function createClassFinder(files: readonly ClassFile[], chosen?: string) {
  const byFolder = new Map<string, ClassFile[]>();
  for (const file of files) {
    const folder = folderOf(file.path);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), file]);
  }
  const anywhere = oneOf(files, chosen);
  const known = new Map<string, ClassFile | ClassFileConflict | undefined>();
  return (photo: string, label: string | undefined): ClassFile | ClassFileConflict | undefined => {
    const key = `${folderOf(photo)}\0${folderOf(label ?? photo)}`;
    if (known.has(key)) return known.get(key);
    const folders = [...new Set([...foldersAbove(label ?? photo), ...foldersAbove(photo)])];
    const depths = [...new Set(folders.map(depthOfFolder))].sort((a, b) => b - a);
    const levels = depths.map((depth) =>
      folders.filter((one) => depthOfFolder(one) === depth).flatMap((one) => byFolder.get(one) ?? []),
    );
    const found = oneOf(levels.find((level) => level.length > 0) ?? [], chosen) ?? anywhere;
    known.set(key, found);
    return found;
  };
}

const depthOfFolder = (folder: string) => (folder === "" ? 0 : depthOf(folder));
