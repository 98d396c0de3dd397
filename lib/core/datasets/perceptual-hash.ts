import { type GreyImage, shrinkGrey } from "./grey-image";

/** 64 bits as two 32-bit halves, since numbers hold 53. */
export interface PerceptualHash {
  readonly high: number;
  readonly low: number;
}

const SAMPLE_SIDE = 32;
const HASH_SIDE = 8;

const COSINES = Float64Array.from({ length: HASH_SIDE * SAMPLE_SIDE }, (_, index) => {
  const frequency = Math.floor(index / SAMPLE_SIDE);
  const position = index % SAMPLE_SIDE;
  return Math.cos((Math.PI * (2 * position + 1) * frequency) / (2 * SAMPLE_SIDE));
});

/**
 * DCT hash: the 8×8 lowest frequencies of a 32×32 grey copy, each bit set where it is above their median. Survives
 * scaling, re-encoding and mild changes of light; not cropping or mirroring.
 * Source: Zauner 2010, "Implementation and Benchmarking of Perceptual Image Hash Functions", section 3.2.1
 */
export function perceptualHash(image: GreyImage): PerceptualHash {
  const frequencies = lowFrequencies(shrinkGrey(image, SAMPLE_SIDE));
  // the constant term only says how bright the photo is
  const sorted = frequencies.slice(1).sort();
  const median = sorted[sorted.length >> 1]!;
  let high = 0;
  let low = 0;
  for (let bit = 0; bit < 64; bit++) {
    if (frequencies[bit]! <= median) continue;
    if (bit < 32) high |= 1 << (31 - bit);
    else low |= 1 << (63 - bit);
  }
  return { high: high >>> 0, low: low >>> 0 };
}

/** [8 × 8] DCT-II of the sample's rows, then columns. */
function lowFrequencies(sample: Float64Array): Float64Array {
  const rows = new Float64Array(SAMPLE_SIDE * HASH_SIDE);
  for (let y = 0; y < SAMPLE_SIDE; y++) {
    for (let u = 0; u < HASH_SIDE; u++) {
      let sum = 0;
      for (let x = 0; x < SAMPLE_SIDE; x++)
        sum += sample[y * SAMPLE_SIDE + x]! * COSINES[u * SAMPLE_SIDE + x]!;
      rows[y * HASH_SIDE + u] = sum;
    }
  }
  const out = new Float64Array(HASH_SIDE * HASH_SIDE);
  for (let v = 0; v < HASH_SIDE; v++) {
    for (let u = 0; u < HASH_SIDE; u++) {
      let sum = 0;
      for (let y = 0; y < SAMPLE_SIDE; y++) sum += rows[y * HASH_SIDE + u]! * COSINES[v * SAMPLE_SIDE + y]!;
      out[v * HASH_SIDE + u] = sum;
    }
  }
  return out;
}

/** Bits in which two hashes differ, 0..64. */
export function hammingDistance(a: PerceptualHash, b: PerceptualHash): number {
  return bitCount(a.high ^ b.high) + bitCount(a.low ^ b.low);
}

function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
