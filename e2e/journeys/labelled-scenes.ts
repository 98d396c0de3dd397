import { readFileSync } from "node:fs";
import sharp from "sharp";
import { createRandom } from "@/lib/core/metrics/random";
import { exampleBytes } from "./example-photos";

type Scene = Parameters<typeof exampleBytes>[0];

/** Edges in px. */
interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What is in a photo and where, px of that photo. */
export interface LabelledBox extends Rect {
  /** As the shipped model calls its classes. */
  readonly name: string;
}

export interface LabelledPhoto {
  readonly name: string;
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly LabelledBox[];
}

const SCENE = { width: 1280, height: 960 } as const;
const CROP_WIDTH = 480;
/** A thing of which less than this is in a crop is too little to be labelled, and the crop is not used. */
const SEEN_SHARE = 0.35;
/** Less than this, and nothing of it is seen. */
const UNSEEN_SHARE = 0.02;

type Truth = readonly [name: string, left: number, top: number, right: number, bottom: number];

const truths = (scene: Scene): readonly Truth[] =>
  JSON.parse(readFileSync(new URL(`../../scripts/examples/${scene}.json`, import.meta.url), "utf8"));

/** The example pictures' contents, px: written with the pictures by `npm run examples`. */
const TRUTHS: Readonly<Record<Scene, readonly Truth[]>> = {
  "still-life": truths("still-life"),
  board: truths("board"),
  leaf: truths("leaf"),
};

const areaOf = ({ left, top, right, bottom }: Rect) => Math.max(0, right - left) * Math.max(0, bottom - top);

/** What of the scene's things lies in a crop, px of the scene; undefined when one of them is cut to a sliver. */
function thingsIn(scene: Scene, crop: Rect): LabelledBox[] | undefined {
  const things: LabelledBox[] = [];
  for (const [name, left, top, right, bottom] of TRUTHS[scene]) {
    const seen = {
      left: Math.max(left, crop.left),
      top: Math.max(top, crop.top),
      right: Math.min(right, crop.right),
      bottom: Math.min(bottom, crop.bottom),
    };
    const share = areaOf(seen) / areaOf({ left, top, right, bottom });
    if (share < UNSEEN_SHARE) continue;
    if (share < SEEN_SHARE) return undefined;
    things.push({ name, ...seen });
  }
  return things;
}

function chooseCrop(scene: Scene, random: () => number): { crop: Rect; things: readonly LabelledBox[] } {
  for (let tries = 0; tries < 1000; tries++) {
    const width = Math.round(SCENE.width * (0.35 + 0.5 * random()));
    const height = Math.round(Math.min(SCENE.height, width * (0.65 + 0.5 * random())));
    const left = Math.floor(random() * (SCENE.width - width + 1));
    const top = Math.floor(random() * (SCENE.height - height + 1));
    const crop = { left, top, right: left + width, bottom: top + height };
    const things = thingsIn(scene, crop);
    if (things && things.length > 0) return { crop, things };
  }
  throw new Error(`no crop of ${scene} shows whole things`);
}

/**
 * A photo cut out of an example picture, perhaps mirrored, in its own light, with what is in it.
 * @param seed the same photo for the same seed; others look like other photos
 */
export async function labelledPhoto(seed: number): Promise<LabelledPhoto> {
  const random = createRandom(seed);
  const scene = (["still-life", "board", "still-life", "board", "leaf"] as const)[seed % 5] ?? "board";
  const { crop, things } = chooseCrop(scene, random);
  const isMirrored = random() < 0.5;
  const zoom = CROP_WIDTH / (crop.right - crop.left);
  const height = Math.round((crop.bottom - crop.top) * zoom);
  const light = { brightness: 0.85 + 0.3 * random(), saturation: 0.8 + 0.4 * random() };
  const cut = sharp(await exampleBytes(scene))
    .extract({
      left: crop.left,
      top: crop.top,
      width: crop.right - crop.left,
      height: crop.bottom - crop.top,
    })
    .resize(CROP_WIDTH, height, { fit: "fill" })
    .modulate(light)
    .flop(isMirrored);
  const boxes = things.map(({ name, ...box }): LabelledBox => {
    const [left, right] = [(box.left - crop.left) * zoom, (box.right - crop.left) * zoom];
    const [top, bottom] = [(box.top - crop.top) * zoom, Math.min(height, (box.bottom - crop.top) * zoom)];
    return isMirrored
      ? { name, left: CROP_WIDTH - right, top, right: CROP_WIDTH - left, bottom }
      : { name, left, top, right, bottom };
  });
  const bytes = await cut.jpeg({ quality: 90 }).toBuffer();
  return { name: `scene-${seed}.jpg`, bytes, width: CROP_WIDTH, height, boxes };
}
