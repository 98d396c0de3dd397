import type { Code, Local } from "@/lib/core/wasm/assembler";

/** Edge of the square of output pixels that is made at once. */
export type WinogradEdge = 2 | 4;

/** Points of a transformed square, along one edge. */
export const pointsOf = (edge: WinogradEdge): number => edge + 2;

/**
 * The filter's transform: which multiples of a filter's three values make each point (G).
 * Source for all three transforms: Lavin and Gray 2016, "Fast Algorithms for Convolutional Neural Networks", section 4.
 */
export const FILTER_TRANSFORM: Readonly<Record<WinogradEdge, readonly (readonly number[])[]>> = {
  2: [
    [1, 0, 0],
    [1 / 2, 1 / 2, 1 / 2],
    [1 / 2, -1 / 2, 1 / 2],
    [0, 0, 1],
  ],
  4: [
    [1 / 4, 0, 0],
    [-1 / 6, -1 / 6, -1 / 6],
    [-1 / 6, 1 / 6, -1 / 6],
    [1 / 24, 1 / 12, 1 / 6],
    [1 / 24, -1 / 12, 1 / 6],
    [0, 0, 1],
  ],
};

/** Takes the value on the stack as that of a position. */
type Take = (position: number) => void;

/** Writes the transforms of input (Bᵀ) and of sums (Aᵀ) along one edge. Shares what two positions have in common. */
export class TransformWriter {
  private readonly factors: ReadonlyMap<number, Local>;
  private readonly even: Local;
  private readonly odd: Local;
  private readonly total: Local;

  constructor(
    private readonly code: Code,
    private readonly edge: WinogradEdge,
  ) {
    const factors = edge === 4 ? [-5, -4, 2, 4, 8] : [];
    this.factors = new Map(factors.map((factor) => [factor, code.local("v128")]));
    this.even = code.local("v128");
    this.odd = code.local("v128");
    this.total = code.local("v128");
  }

  /** Sets the constants; once, before the transforms. */
  start(): void {
    for (const [factor, local] of this.factors) this.code.constant(factor).set(local);
  }

  input(values: readonly Local[], take: Take): void {
    const { code, even, odd } = this;
    const [v0, v1, v2, v3, v4, v5] = values as [Local, Local, Local, Local, Local, Local];
    if (this.edge === 2) {
      this.pair(v0, "sub", v2, 0, take);
      this.pair(v1, "add", v2, 1, take);
      this.pair(v2, "sub", v1, 2, take);
      this.pair(v1, "sub", v3, 3, take);
      return;
    }
    this.sum(v4, [v2, -5], [v0, 4]);
    code.get(this.total);
    take(0);
    this.sum(v4, [v2, -4]);
    code.get(this.total).set(even);
    this.sum(v3, [v1, -4]);
    code.get(this.total).set(odd);
    this.pair(even, "add", odd, 1, take);
    this.pair(even, "sub", odd, 2, take);
    code.get(v4).get(v2).do("sub").set(even);
    code.get(v3).get(v1).do("sub").set(odd);
    code.get(odd).get(odd).do("add").set(odd);
    this.pair(even, "add", odd, 3, take);
    this.pair(even, "sub", odd, 4, take);
    this.sum(v5, [v3, -5], [v1, 4]);
    code.get(this.total);
    take(5);
  }

  /** The first `count` positions. Overwrites the values. */
  output(values: readonly Local[], count: number, take: Take): void {
    const { code, even, odd } = this;
    const [v0, v1, v2, v3, v4, v5] = values as [Local, Local, Local, Local, Local, Local];
    code.get(v1).get(v2).do("add").set(even);
    code.get(v1).get(v2).do("sub").set(odd);
    if (this.edge === 2) {
      this.pair(v0, "add", even, 0, take);
      if (count > 1) this.pair(odd, "sub", v3, 1, take);
      return;
    }
    // sums and differences of the points ±2 take the place of the points ±1
    code.get(v3).get(v4).do("add").set(v1);
    code.get(v3).get(v4).do("sub").set(v2);
    code.get(v0).get(even).do("add").get(v1).do("add");
    take(0);
    if (count > 1) {
      this.sum(odd, [v2, 2]);
      code.get(this.total);
      take(1);
    }
    if (count > 2) {
      this.sum(even, [v1, 4]);
      code.get(this.total);
      take(2);
    }
    if (count > 3) {
      this.sum(odd, [v2, 8]);
      code.get(this.total).get(v5).do("add");
      take(3);
    }
  }

  private pair(left: Local, operation: "add" | "sub", right: Local, position: number, take: Take): void {
    this.code.get(left).get(right).do(operation);
    take(position);
  }

  /** total = base + Σ value · factor */
  private sum(base: Local, ...terms: readonly (readonly [Local, number])[]): void {
    const { code, total } = this;
    code.get(base).set(total);
    for (const [value, factor] of terms) {
      code.multiplyAdd(
        total,
        () => code.get(value),
        () => code.get(this.factors.get(factor)!),
      );
    }
  }
}
