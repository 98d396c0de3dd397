import type { SetFormat } from "@/lib/core/datasets/formats/known-formats";
import type { Size } from "@/lib/core/geometry/box";
import { openRecognised } from "../open-recognised";
import { memorySource } from "./memory-source";

export interface ShapeOptions {
  readonly answers?: Readonly<Record<string, string>>;
  readonly format?: SetFormat;
  readonly size?: Size;
}

/**
 * A set as an import recognises and reads it: by photo its boxes, as `egg 10,20,30,40`, "nothing" for a photo that
 * was looked at, "unlabelled" for one that was not.
 */
export async function readShape(
  files: Readonly<Record<string, string | Uint8Array>>,
  { size = { width: 200, height: 100 }, ...choices }: ShapeOptions = {},
) {
  const { set } = await openRecognised(memorySource(files), choices);
  const photos: Record<string, string> = {};
  const crowds: Record<string, number> = {};
  const asked = set.question?.about === "answer" ? set.question : undefined;
  if (!set.question)
    for (const photo of set.photos) {
      const labels = await set.readLabels(photo, size);
      const boxes = labels?.boxes.map(({ name, box }) => {
        const edges = [box.x1, box.y1, box.x2, box.y2].map((edge) => Math.round(edge * 100) / 100);
        return `${name} ${edges.join(",")}`;
      });
      const said = [...(boxes ?? []), ...(labels?.problems ?? [])].join("; ");
      photos[photo.path] = labels ? said || "nothing" : "unlabelled";
      if (labels?.crowds) crowds[photo.path] = labels.crowds;
    }
  return {
    format: set.format,
    photos,
    crowds,
    splits: Object.fromEntries(set.photos.map(({ path, split }) => [path, split])),
    asked: asked && { id: asked.id, values: asked.options.map(({ value }) => value) },
    doubts: (set.doubts ?? []).map(({ id, taken }) => `${id}=${taken}`),
    leftAside: set.leftAside.map(({ path, reason }) => `${path}: ${reason}`),
  };
}
