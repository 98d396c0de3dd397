import type { View } from "@/lib/client/detection/engine/view";
import type { GpuStep } from "./step";

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** A view's values in each period of `pitch` floats, where they are one run that repeats; else undefined. */
function runIn({ shape, strides, offset }: View, pitch: number) {
  const axis = strides.findIndex((step, at) => step === 1 && shape[at] !== 1);
  const width = axis < 0 ? 1 : shape[axis]!;
  const begin = offset % pitch;
  return begin + width <= pitch ? { begin, end: begin + width } : undefined;
}

/** Whether two views may have a value in common. Only what is surely apart is said to be. */
export function overlaps(one: View, other: View): boolean {
  if (one.block !== other.block) return false;
  const end = ({ shape, strides, offset }: View) =>
    shape.reduce((at, edge, axis) => at + (edge - 1) * strides[axis]!, offset);
  if (end(one) < other.offset || end(other) < one.offset) return false;
  const steps = [one, other].flatMap(({ shape, strides }) =>
    strides.filter((step, axis) => step > 1 && shape[axis] !== 1),
  );
  const pitch = steps.reduce(divisor, 0);
  if (pitch === 0) return true;
  const [a, b] = [runIn(one, pitch), runIn(other, pitch)];
  return !a || !b || (a.end > b.begin && b.end > a.begin);
}

const anyOverlaps = (some: readonly View[], others: readonly View[]) =>
  some.some((one) => others.some((other) => overlaps(one, other)));

/** True if `later` must not begin before `earlier` has ended. */
function mustWait(earlier: GpuStep, later: GpuStep): boolean {
  return (
    anyOverlaps(earlier.writes, later.reads) ||
    anyOverlaps(earlier.writes, later.writes) ||
    anyOverlaps(earlier.reads, later.writes)
  );
}

/**
 * Puts steps into as few levels as their order allows, each as late as possible: the heads of a network then share
 * levels at its end. Steps of one level do not touch what another of them writes.
 * @param steps in an order they can run in
 * @returns the level of each step, from 0 on
 */
export function levelsOf(steps: readonly GpuStep[]): number[] {
  const followers = steps.map((step, at) =>
    steps.flatMap((later, index) => (index > at && mustWait(step, later) ? [index] : [])),
  );
  const stepsBehind: number[] = steps.map(() => 0);
  for (let at = steps.length - 1; at >= 0; at--) {
    stepsBehind[at] = followers[at]!.reduce((most, index) => Math.max(most, stepsBehind[index]! + 1), 0);
  }
  const last = Math.max(0, ...stepsBehind);
  return stepsBehind.map((behind) => last - behind);
}
