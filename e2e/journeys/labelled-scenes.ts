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

/** The example pictures' contents, read off them; `scripts/examples/scenes.py` places the same things. */
const TRUTHS: Readonly<Record<Scene, readonly Truth[]>> = {
  "still-life": [
    ["tomato", 144, 260, 355, 460],
    ["tomato", 369, 236, 558, 407],
    ["apple", 565, 229, 784, 456],
    ["apple", 639, 340, 879, 583],
    ["pear", 763, 109, 947, 393],
    ["orange", 889, 268, 1115, 451],
    ["orange", 1063, 223, 1260, 421],
    ["lemon", 887, 426, 1157, 576],
    ["lemon", 1121, 407, 1280, 581],
    ["banana", 37, 420, 538, 655],
    ["cucumber", 586, 572, 1272, 745],
  ],
  board: [
    ["bell pepper", 247, 209, 440, 399],
    ["bell pepper", 459, 156, 630, 362],
    ["onion", 686, 207, 856, 381],
    ["onion", 870, 226, 1022, 398],
    ["eggplant", 1130, 235, 1280, 450],
    ["carrot", 197, 440, 695, 583],
    ["carrot", 207, 529, 720, 623],
    ["carrot", 230, 601, 773, 705],
    ["egg", 752, 391, 897, 539],
    ["egg", 894, 389, 1065, 516],
    ["egg", 841, 487, 986, 644],
    ["potato", 0, 274, 205, 416],
    ["potato", 0, 407, 150, 582],
    ["potato", 0, 560, 114, 770],
    ["tomato", 1183, 490, 1280, 668],
  ],
  leaf: [
    ["apple rust leaf", 0, 237, 290, 630],
    ["apple rust leaf", 266, 215, 805, 864],
    ["apple leaf", 881, 243, 1280, 792],
  ],
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
