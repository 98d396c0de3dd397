import { expect, it } from "vitest";
import { groupPairs } from "./datasets/near-duplicates";
import { hammingDistance, perceptualHash } from "./datasets/perceptual-hash";
import { filterCandidates } from "./detection/filter";
import { letterbox, letterboxTransform } from "./detection/letterbox";
import { DEFAULT_FILTER } from "./detection/types";

/**
 * What Python computes too (docs/both-languages.md), recorded as TypeScript computes it:
 * `training/tests/both_languages_test.py` must come to the same. After a change:
 * npx vitest run lib/core/both-languages.test.ts -u
 */
const RECORD = "../../training/tests/both-languages.json";

/** Numbers in [0, 1) that are the same everywhere. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const SIZES = [
  [100, 50, 320],
  [640, 321, 320],
  [321, 640, 256],
  [1, 4000, 320],
  [4032, 3024, 256],
  [333, 777, 320],
  [3, 2, 5],
] as const;

function placed() {
  return SIZES.map(([width, height, side]) => ({
    ...{ width, height, side },
    ...letterboxTransform({ width, height }, side),
  }));
}

/** A small photo made larger, where both interpolate: to the rounding of 8 bits the same. */
function pixels() {
  const [width, height, side] = [5, 4, 16];
  const random = seeded(3);
  const rgba = Uint8Array.from({ length: width * height * 4 }, (_, index) =>
    index % 4 === 3 ? 255 : Math.floor(random() * 256),
  );
  const rgb = [...rgba.filter((_, index) => index % 4 !== 3)];
  const values = letterbox(rgba, { width, height }, side, "nhwc").data;
  return {
    width,
    height,
    side,
    rgb,
    values: [...values].map((value) => Math.round(value * 255 * 1000) / 1000),
  };
}

function hashes() {
  const hex = (word: number) => word.toString(16).padStart(8, "0");
  return [1, 2, 3].map((seed) => {
    const random = seeded(seed);
    // coarse squares, as photos have more of low frequencies
    const coarse = Array.from({ length: 64 }, () => Math.floor(random() * 256));
    const grey = Uint8Array.from({ length: 32 * 32 }, (_, at) => coarse[(at >> 7) * 8 + ((at & 31) >> 2)]!);
    const { high, low } = perceptualHash({ width: 32, height: 32, pixels: grey });
    return { grey: [...grey], hash: `${hex(high)}${hex(low)}` };
  });
}

function groups() {
  const low = [0b0000, 0b0011, 0b1111, 0xffff0000, 0xffff0001];
  const most = 2;
  const pairs = low.flatMap((a, first) =>
    low.flatMap((b, second) => {
      const bits = hammingDistance({ high: 0, low: a }, { high: 0, low: b });
      return second > first && bits <= most ? [{ first, second, bits }] : [];
    }),
  );
  return { hashes: low, mostBits: most, groups: groupPairs(low.length, pairs) };
}

function suppressed() {
  const random = seeded(7);
  const whole = (below: number) => Math.floor(random() * below);
  const ones = Array.from({ length: 60 }, (_, index) => {
    const [x1, y1] = [whole(60), whole(60)];
    const corners = [x1, y1, x1 + 10 + whole(40), y1 + 10 + whole(40)];
    return { corners, score: (100 - index) / 128, classId: whole(3) };
  });
  const candidates = {
    count: ones.length,
    boxes: Float32Array.from(ones.flatMap(({ corners }) => corners)),
    scores: Float32Array.from(ones, ({ score }) => score),
    classIds: Uint16Array.from(ones, ({ classId }) => classId),
  };
  const cases = [0.3, 0.55, 0.7].map((iou) => ({
    iou,
    kept: filterCandidates(candidates, { ...DEFAULT_FILTER, confidence: 0, iou }).map(
      ({ candidate }) => candidate,
    ),
  }));
  return { ones, cases };
}

it("is recorded for Python", async () => {
  const record = {
    letterbox: placed(),
    pixels: pixels(),
    hashes: hashes(),
    groups: groups(),
    suppression: suppressed(),
  };
  const parts = Object.entries(record).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
  await expect(`{\n${parts.join(",\n")}\n}\n`).toMatchFileSnapshot(RECORD);
});

it("would tell a wrong overlap from a right one", () => {
  const [low, , high] = suppressed().cases;
  expect(high!.kept.length).toBeGreaterThan(low!.kept.length + 5);
});
