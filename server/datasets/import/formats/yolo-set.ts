import { fileNameOf, isPhotoPath, splitOfFolders, withoutEnding } from "@/lib/core/datasets/formats/paths";
import { readYolo } from "@/lib/core/datasets/formats/yolo";
import { AppError } from "@/lib/core/errors";
import { MAX_PHOTO_BYTES } from "@/server/media/service";
import { readClassNames } from "../../data-yaml";
import type { LabelledSet, SetPhoto } from "../labelled-set";
import { MAX_LABEL_BYTES, readText } from "../read-text";
import type { SetSource } from "../source/set-source";

/** Text files that lie beside labels and are none. */
const NO_LABELS = /^(classes|obj|train|val|valid|test|readme.*|license.*|notes?)\.(txt|names)$/i;

/** The file that names the classes: data.yaml, or what labelling tools write; undefined without one. */
export async function findClassFile(source: SetSource): Promise<string | undefined> {
  const depth = (path: string) => path.split("/").length;
  const paths = source.entries.map(({ path }) => path).toSorted((a, b) => depth(a) - depth(b));
  for (const path of paths.filter((one) => /\.ya?ml$/i.test(one)).slice(0, 10)) {
    if (/^names\s*:/m.test(await readText(source, path, MAX_LABEL_BYTES))) return path;
  }
  return paths.find((path) => /^(classes\.txt|obj\.names)$/i.test(fileNameOf(path)));
}

async function readNames(source: SetSource, path: string): Promise<readonly string[]> {
  const text = await readText(source, path, MAX_LABEL_BYTES);
  if (!/\.ya?ml$/i.test(path)) {
    return text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter(Boolean);
  }
  // a set of photos with nothing to find
  if (/^names\s*:\s*(\[\s*\]|\{\s*\})\s*$/m.test(text)) return [];
  try {
    return readClassNames(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "its names";
    throw new AppError("import/unreadable-labels", { facts: { file: path, reason }, cause });
  }
}

/** Where a photo's labels may lie: `images` in its path becomes `labels`, or beside it. */
function labelPaths(photo: string): readonly string[] {
  const parts = photo.split("/");
  const at = parts.findLastIndex((part) => part.toLowerCase() === "images");
  const stem = (path: string) => `${withoutEnding(path)}.txt`;
  if (at < 0) return [stem(photo)];
  const beside = parts.with(at, parts[at] === "Images" ? "Labels" : "labels").join("/");
  return [stem(beside), stem(photo)];
}

/** Photos and labels as Ultralytics and Darknet keep them. @throws AppError import/not-recognised */
export async function openYoloSet(source: SetSource): Promise<LabelledSet> {
  const classFile = await findClassFile(source);
  if (!classFile) {
    throw new AppError("import/not-recognised", { facts: { reason: "no data.yaml names the classes" } });
  }
  const names = await readNames(source, classFile);
  const texts = new Map(
    source.entries.flatMap(({ path }) => (/\.txt$/i.test(path) ? [[path.toLowerCase(), path] as const] : [])),
  );
  const labelOf = new Map<string, string>();
  const photos: SetPhoto[] = source.entries
    .filter(({ path }) => isPhotoPath(path))
    .map(({ path }) => {
      const label = labelPaths(path).flatMap((one) => texts.get(one.toLowerCase()) ?? [])[0];
      if (label) labelOf.set(path, label);
      return { path, name: fileNameOf(path), split: splitOfFolders(path) };
    });
  const used = new Set(labelOf.values());
  const lone = [...texts.values()].filter((path) => !used.has(path) && !NO_LABELS.test(fileNameOf(path)));
  return {
    format: "yolo",
    photos,
    leftAside: [...source.refused, ...lone.map((path) => ({ path, reason: "it has no photo" }))],
    readPhoto: ({ path }) => source.read(path, MAX_PHOTO_BYTES),
    readLabels: async ({ path }, size) => {
      const label = labelOf.get(path);
      return label === undefined
        ? null
        : readYolo(await readText(source, label, MAX_LABEL_BYTES), names, size);
    },
  };
}
