const SIZE = 624;
const MIDDLE = 397;

/** NumPy's `RandomState` of one seed, as far as the drift tests need it: what it draws decides what Evidently finds. */
export interface NumpyRandom {
  /** In [0, 1), with 53 bits. */
  readonly fraction: () => number;
  /** A whole number from 0 to `most`. */
  readonly upTo: (most: number) => number;
  /** The numbers below `count` in random order. */
  readonly permutation: (count: number) => Int32Array;
}

function seededState(seed: number): Uint32Array {
  const state = new Uint32Array(SIZE);
  state[0] = seed;
  for (let i = 1; i < SIZE; i++) {
    const previous = state[i - 1]! ^ (state[i - 1]! >>> 30);
    state[i] = Math.imul(1_812_433_253, previous) + i;
  }
  return state;
}

function advance(state: Uint32Array): void {
  for (let i = 0; i < SIZE; i++) {
    const joined = (state[i]! & 0x80000000) | (state[(i + 1) % SIZE]! & 0x7fffffff);
    state[i] = state[(i + MIDDLE) % SIZE]! ^ (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0);
  }
}

/**
 * @param seed a whole number below 2³²
 * Source: Matsumoto, Nishimura 1998, Mersenne twister (MT19937); the draws as in NumPy's `legacy-distributions`
 */
export function createNumpyRandom(seed: number): NumpyRandom {
  const state = seededState(seed);
  let used = SIZE;
  const word = () => {
    if (used === SIZE) {
      advance(state);
      used = 0;
    }
    let y = state[used++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
  const upTo = (most: number) => {
    if (most === 0) return 0;
    const mask = 2 ** (32 - Math.clz32(most)) - 1;
    for (;;) {
      const value = (word() & mask) >>> 0;
      if (value <= most) return value;
    }
  };
  return {
    fraction: () => {
      const high = word() >>> 5;
      return (high * 67_108_864 + (word() >>> 6)) / 9_007_199_254_740_992;
    },
    upTo,
    permutation: (count) => {
      const order = Int32Array.from({ length: count }, (_, index) => index);
      for (let i = count - 1; i > 0; i--) {
        const j = upTo(i);
        [order[i], order[j]] = [order[j]!, order[i]!];
      }
      return order;
    },
  };
}
