import { createCocoWriter } from "@/lib/core/datasets/formats/coco-writer";
import type { ClassedSourceBox, ClassName, SetFormat } from "@/lib/core/datasets/formats/labelled-set";
import { writeLabelMe } from "@/lib/core/datasets/formats/labelme";
import { writeVoc } from "@/lib/core/datasets/formats/voc";
import { writeDataYaml, writeYolo } from "@/lib/core/datasets/formats/yolo";
import type { Split } from "@/lib/core/datasets/split";
import type { Size } from "@/lib/core/geometry/box";

/** Folder of photos that are in no split: a name no reader takes for one. */
const NO_SPLIT = "all";

export interface LaidPhoto extends Size {
  readonly sha256: string;
  /** Ending of the stored file, "jpg" or "png". */
  readonly ending: string;
  readonly split: Split | null;
  readonly boxes: readonly ClassedSourceBox[];
}

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** Where a format puts photos and labels. */
export interface FormatLayout {
  /** Where the photo goes, and the files about it alone. */
  place(photo: LaidPhoto): { readonly photo: string; readonly files: readonly TextFile[] };
  /** Files about the whole set, after its last photo. */
  finish(): readonly TextFile[];
}

type NameOf = (classId: number) => string;

function yoloLayout(classes: readonly ClassName[]): FormatLayout {
  const folders = new Set<string>();
  const highest = { id: -1 };
  return {
    place: (photo) => {
      const folder = photo.split ?? NO_SPLIT;
      folders.add(folder);
      for (const { classId } of photo.boxes) highest.id = Math.max(highest.id, classId);
      return {
        photo: `images/${folder}/${photo.sha256}.${photo.ending}`,
        files: [{ path: `labels/${folder}/${photo.sha256}.txt`, text: writeYolo(photo.boxes, photo) }],
      };
    },
    finish: () => {
      const has = (split: string) => (folders.has(split) ? [`images/${split}`] : []);
      // trainers ask for both; photos of no split are trained on
      const train = [...has("train"), ...has(NO_SPLIT)];
      const val = has("val").length > 0 ? has("val") : [...has("test"), ...train].slice(0, 1);
      const places = { train: train.length > 0 ? train : [...val].slice(0, 1), val, test: has("test") };
      const known = new Set(classes.map(({ id }) => id));
      const extra =
        known.has(highest.id) || highest.id < 0 ? [] : [{ id: highest.id, name: `class-${highest.id}` }];
      return [{ path: "data.yaml", text: writeDataYaml([...classes, ...extra], places) }];
    },
  };
}

function cocoLayout(classes: readonly ClassName[]): FormatLayout {
  const writers = new Map<string, ReturnType<typeof createCocoWriter>>();
  return {
    place: (photo) => {
      const folder = photo.split ?? NO_SPLIT;
      const writer = writers.get(folder) ?? createCocoWriter(classes);
      writers.set(folder, writer);
      const fileName = `${photo.sha256}.${photo.ending}`;
      writer.add({ fileName, size: { width: photo.width, height: photo.height }, boxes: photo.boxes });
      return { photo: `images/${folder}/${fileName}`, files: [] };
    },
    finish: () =>
      [...writers].map(([folder, writer]) => ({
        path: `annotations/instances_${folder}.json`,
        text: [...writer.finish()].join(""),
      })),
  };
}

function vocLayout(nameOf: NameOf): FormatLayout {
  const lists = new Map<Split, string[]>();
  return {
    place: ({ sha256, ending, split, width, height, boxes }) => {
      const list = split ? (lists.get(split) ?? []) : undefined;
      list?.push(sha256);
      if (split && list) lists.set(split, list);
      const named = boxes.map(({ classId, box }) => ({ name: nameOf(classId), box }));
      const fileName = `${sha256}.${ending}`;
      const text = writeVoc({ fileName, folder: "JPEGImages", size: { width, height }, boxes: named });
      return { photo: `JPEGImages/${fileName}`, files: [{ path: `Annotations/${sha256}.xml`, text }] };
    },
    finish: () =>
      [...lists].map(([split, names]) => ({
        path: `ImageSets/Main/${split}.txt`,
        text: `${names.join("\n")}\n`,
      })),
  };
}

function labelMeLayout(nameOf: NameOf): FormatLayout {
  return {
    place: ({ sha256, ending, split, width, height, boxes }) => {
      const folder = split ?? NO_SPLIT;
      const imagePath = `${sha256}.${ending}`;
      const named = boxes.map(({ classId, box }) => ({ name: nameOf(classId), box }));
      const text = writeLabelMe({ imagePath, size: { width, height }, boxes: named });
      return { photo: `${folder}/${imagePath}`, files: [{ path: `${folder}/${sha256}.json`, text }] };
    },
    finish: () => [],
  };
}

/** @param classes of the registry; a box of a class that is none is called `class-<id>` */
export function createLayout(format: SetFormat, classes: readonly ClassName[]): FormatLayout {
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  const nameOf: NameOf = (classId) => names.get(classId) ?? `class-${classId}`;
  switch (format) {
    case "yolo":
      return yoloLayout(classes);
    case "coco":
      return cocoLayout(classes);
    case "voc":
      return vocLayout(nameOf);
    case "labelme":
      return labelMeLayout(nameOf);
  }
}
