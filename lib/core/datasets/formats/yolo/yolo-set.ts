import { AppError, isAppError } from "../../../errors";
import { MAX_PHOTO_BYTES } from "../../../photos/limits";
import { ambiguous } from "../ambiguous";
import type { OpenedSet, SetChoices, SetPhoto, SetQuestion } from "../opened-set";
import { fileNameOf, isPhotoPath } from "../paths";
import type { Refusal, SetFiles } from "../set-files";
import { MAX_LABEL_BYTES } from "../set-files";
import {
  agree,
  type ClassFile,
  type ClassFileConflict,
  createClassFinder,
  isClassList,
  readClassFiles,
} from "./class-files";
import { pairYolo } from "./pair-yolo";
import { readYolo, type YoloLabelling } from "./yolo";
import { createYoloCensus, type YoloCensus } from "./yolo-census";
import { decideRows, type RowRules } from "./yolo-rules";
import { readYoloSplits } from "./yolo-splits";

/** Text files that lie beside labels and are none. */
const NO_LABELS = /^(train|val|valid|test|readme.*|license.*|notes?|requirements)\.txt$/i;

const noNames = (reason: string) => new AppError("import/not-recognised", { facts: { reason } });

/** Label files that share a file of class names are of one kind: their rows are told apart together. */
interface Group {
  readonly classFile: ClassFile;
  readonly census: YoloCensus;
}

interface Grouped {
  readonly groupOf: ReadonlyMap<string, Group>;
  readonly conflict: ClassFileConflict | undefined;
}

function groupLabels(
  labelOf: ReadonlyMap<string, string>,
  find: ReturnType<typeof createClassFinder>,
): Grouped {
  const groupOf = new Map<string, Group>();
  const groups = new Map<ClassFile, Group>();
  let conflict: ClassFileConflict | undefined;
  for (const [photo, label] of labelOf) {
    const found = find(photo, label);
    if (!found) continue;
    if ("conflict" in found) {
      conflict ??= found;
      continue;
    }
    const group = groups.get(found) ?? { classFile: found, census: createYoloCensus() };
    groups.set(found, group);
    groupOf.set(label, group);
  }
  return { groupOf, conflict };
}

/** Counts the rows of every label file; one that cannot be read is reported with its photo. */
async function countRows(source: SetFiles, groupOf: ReadonlyMap<string, Group>): Promise<void> {
  await source.inParallel([...groupOf], async ([label, { census }]) => {
    const text = await source.readText(label, MAX_LABEL_BYTES).catch((error: unknown) => {
      if (isAppError(error) && error.code.startsWith("import/")) return "";
      throw error;
    });
    census.add(label, text);
  });
}

/** Says of class files that were passed over for a nearer one that means other classes. */
function passedOver(files: readonly ClassFile[], used: ReadonlySet<ClassFile>): readonly Refusal[] {
  return files.flatMap(({ path, names }) => {
    const other = [...used].find((file) => file.path !== path && !agree(file.names, names));
    const isUsed = [...used].some((file) => file.path === path);
    return isUsed || !other
      ? []
      : [
          {
            path,
            reason: `it names other classes than ${other.path}, which is nearer to the labels and was used`,
          },
        ];
  });
}

interface Decided {
  readonly rulesOf: ReadonlyMap<Group, RowRules>;
  readonly question: SetQuestion | undefined;
}

function decideGroups(groups: ReadonlySet<Group>, choices: SetChoices): Decided {
  const rulesOf = new Map<Group, RowRules>();
  let question: SetQuestion | undefined;
  for (const group of groups) {
    const { yaml } = group.classFile;
    const told = { keypoints: yaml?.keypoints, task: yaml?.task };
    const decision = decideRows(group.census, told, choices.rows);
    if ("rules" in decision) rulesOf.set(group, decision.rules);
    else {
      const { place, length, rows } = decision.question;
      question ??= { about: "rows", ...place, length, rows };
    }
  }
  return { rulesOf, question };
}

const askClassFile = ({ conflict }: ClassFileConflict): SetQuestion => {
  return { about: "class-file", files: conflict.map(({ path, names }) => ({ path, names })) };
};

/** Beside the data.yaml of an exported version, and of each of the test sets below it. */
const VERSION_RECORD = "version.json";

/** A version's export holds its test photos once more, as sets of their own: they are the same photos. */
function withoutCopies(source: SetFiles): SetFiles {
  const isRecord = (path: string) => fileNameOf(path) === VERSION_RECORD;
  if (!source.entries.some(({ path }) => path === VERSION_RECORD)) return source;
  const copies = source.entries
    .filter(({ path }) => isRecord(path) && /^sets\/[^/]+\/[^/]+$/.test(path))
    .map(({ path }) => path.slice(0, -VERSION_RECORD.length));
  return {
    ...source,
    entries: source.entries.filter(({ path }) => !copies.some((folder) => path.startsWith(folder))),
  };
}

/**
 * Photos and labels as Ultralytics and Darknet keep them. Each label takes its names from the nearest file that has
 * any, and what its rows are is decided over all that share one.
 * @throws AppError import/not-recognised without class names, import/unreadable-labels when they cannot be read
 */
export async function openYoloSet(given: SetFiles, choices: SetChoices = {}): Promise<OpenedSet> {
  const source = withoutCopies(given);
  const { files, broken } = await readClassFiles(source);
  if (files.length === 0) {
    const [first] = broken;
    if (first)
      throw new AppError("import/unreadable-labels", { facts: { file: first.path, reason: first.reason } });
    throw noNames("no data.yaml or classes.txt names the classes");
  }
  const paths = source.entries.map(({ path }) => path).filter(isPhotoPath);
  const splits = await readYoloSplits(source, paths, files);
  const texts = source.entries
    .map(({ path }) => path)
    .filter((path) => /\.txt$/i.test(path) && !isClassList(path) && !splits.lists.has(path));
  const pairs = pairYolo(source, paths, texts);
  const { groupOf, conflict } = groupLabels(pairs.labelOf, createClassFinder(files, choices.classFile));
  await countRows(source, groupOf);
  const decided = decideGroups(new Set(groupOf.values()), choices);
  const question = conflict ? askClassFile(conflict) : decided.question;
  const photos = paths.map((path): SetPhoto => ({ path, name: fileNameOf(path), ...splits.of(path) }));
  const used = new Set([...groupOf.values()].map(({ classFile }) => classFile));
  const lone = pairs.lone.filter((path) => !NO_LABELS.test(fileNameOf(path)));
  const labellingOf = (label: string): YoloLabelling => {
    const group = groupOf.get(label);
    const rules = group && decided.rulesOf.get(group);
    if (question) throw ambiguous(question);
    if (!group || !rules) throw new RangeError(`${label} was not counted`);
    return { names: group.classFile.names, classFile: group.classFile.path, rules };
  };
  return {
    photos,
    labelled: pairs.labelOf.size,
    question,
    classFiles: [...(used.size > 0 ? used : files)].map(({ path, names, yaml }) => ({
      path,
      names,
      classCount: yaml?.classCount,
    })),
    leftAside: [
      ...source.refused,
      ...broken,
      ...passedOver(files, used),
      ...splits.problems,
      ...lone.map((path) => ({ path, reason: "it has no photo" })),
      ...pairs.leftAside,
    ],
    readPhoto: ({ path }) => source.read(path, MAX_PHOTO_BYTES),
    readLabels: async ({ path }, size) => {
      const label = pairs.labelOf.get(path);
      if (label === undefined) return null;
      return readYolo(await source.readText(label, MAX_LABEL_BYTES), labellingOf(label), size);
    },
  };
}
