import type { TensorLayout } from "./letterbox";

/** 32-bit linear congruential generator (Numerical Recipes); the same numbers on every machine. */
function createRandom(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % limit;
  };
}

/** Paints `count` filled ellipses and boxes with a shade across them, whole numbers only. */
function paintShapes(rgb: Uint8Array, size: number, random: (limit: number) => number, count: number): void {
  for (let shape = 0; shape < count; shape++) {
    const [cx, cy] = [random(size), random(size)];
    const [rx, ry] = [size / 16 + random(size / 4), size / 16 + random(size / 4)].map(Math.floor) as [
      number,
      number,
    ];
    const colour = [random(256), random(256), random(256)];
    const round = random(3) > 0;
    for (let y = Math.max(0, cy - ry); y < Math.min(size, cy + ry); y++) {
      for (let x = Math.max(0, cx - rx); x < Math.min(size, cx + rx); x++) {
        const [dx, dy] = [x - cx, y - cy];
        if (round && dx * dx * ry * ry + dy * dy * rx * rx > rx * rx * ry * ry) continue;
        const shade = (dx + dy) % 32;
        for (let channel = 0; channel < 3; channel++) {
          rgb[(y * size + x) * 3 + channel] = Math.min(255, Math.max(0, (colour[channel] ?? 0) - shade));
        }
      }
    }
  }
}

/**
 * A made-up picture that every runtime can make again exactly: shaded shapes on the letterbox's grey. Models are
 * compared on it.
 * @param size edge of the square, px
 * @param seed any 32-bit number
 * @returns [1, size, size, 3] or [1, 3, size, size], RGB in 0..1
 */
export function parityInput(size: number, seed: number, layout: TensorLayout): Float32Array {
  const rgb = new Uint8Array(size * size * 3).fill(114);
  paintShapes(rgb, size, createRandom(seed), 24);
  const data = new Float32Array(rgb.length);
  for (let pixel = 0; pixel < size * size; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      const to = layout === "nhwc" ? pixel * 3 + channel : channel * size * size + pixel;
      data[to] = (rgb[pixel * 3 + channel] ?? 0) / 255;
    }
  }
  return data;
}
