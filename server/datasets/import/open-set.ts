import { z } from "zod";
import { registeredFormat, type SetFormat } from "@/lib/core/datasets/formats/known-formats";
import type { SetChoices } from "@/lib/core/datasets/formats/opened-set";
import { MAX_SET_FILE_BYTES } from "@/lib/core/datasets/formats/set-files";
import { NAMES_FILE } from "../export/write-export";
import type { LabelledSet } from "./labelled-set";
import { readText } from "./read-text";
import { forgetFilesOf, setFilesOf } from "./set-files";
import type { SetSource } from "./source/set-source";
import { notRecognised } from "./why-not-recognised";

const namedSchema = z.object({ file: z.string(), name: z.string(), boxes: z.number().optional() });

/**
 * What Forage's exports keep beside the labels: the owner's names of photos, and how many boxes each
 * has, since some formats cannot express an empty photo.
 */
async function withNames(source: SetSource, set: LabelledSet): Promise<LabelledSet> {
  if (!source.entries.some(({ path }) => path === NAMES_FILE)) return set;
  const names = new Map<string, string>();
  const empty = new Set<string>();
  for (const line of (await readText(source, NAMES_FILE, MAX_SET_FILE_BYTES)).split("\n")) {
    const named = namedSchema.safeParse(line === "" ? undefined : parseJson(line)).data;
    if (named) names.set(named.file, named.name);
    if (named?.boxes === 0) empty.add(named.file);
  }
  return {
    ...set,
    photos: set.photos.map((photo) => ({ ...photo, name: names.get(photo.path) ?? photo.name })),
    readLabels: async (photo, size) => {
      const labels = await set.readLabels(photo, size);
      return labels ?? (empty.has(photo.path) ? { boxes: [], size: null, problems: [] } : null);
    },
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // a list somebody edited by hand: its photos keep the names of their files
    return undefined;
  }
}

/** Names longer than this, and those with control characters, cannot be asked about or kept. */
const MAX_NAME = 200;

function isUsableName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they are
  return name.length <= MAX_NAME && name.trim() !== "" && !/[\u0000-\u001f\u007f]/.test(name);
}

/** Boxes with an unusable name are problems, in every format. */
function withUsableNames(set: LabelledSet): LabelledSet {
  return {
    ...set,
    readLabels: async (photo, size) => {
      const labels = await set.readLabels(photo, size);
      if (!labels || labels.boxes.every(({ name }) => isUsableName(name))) return labels;
      const refused = labels.boxes.filter(({ name }) => !isUsableName(name));
      const names = new Set(refused.map(({ name }) => JSON.stringify(name.slice(0, 40))));
      return {
        ...labels,
        boxes: labels.boxes.filter(({ name }) => isUsableName(name)),
        problems: [...labels.problems, ...[...names].map((name) => `${name} cannot be a class's name`)],
        ...(labels.faults
          ? {
              faults: [
                ...labels.faults,
                ...refused.map(({ line = 0, name }) => {
                  return { line, code: "label-class-unknown" as const, facts: { class: name.slice(0, 40) } };
                }),
              ],
            }
          : {}),
      };
    },
  };
}

/**
 * Lists a set's photos; labels are read photo by photo later, where the format keeps them that way.
 * @throws AppError import/not-recognised when the source holds no such set, or no photo
 */
export async function openSet(
  source: SetSource,
  format: SetFormat,
  choices: SetChoices = {},
): Promise<LabelledSet> {
  const { format: reader } = await registeredFormat(format).load();
  const opened = await reader.open(setFilesOf(source), choices);
  forgetFilesOf(source);
  const set = withUsableNames(await withNames(source, { ...opened, format }));
  if (set.photos.length === 0) {
    throw await notRecognised(source, "there are no photos in it");
  }
  return set;
}
