/**
 * What moves a recipe within its shelf, as whole numbers. One food used as a main part is `ONE_FOOD`; half of it is a food
 * that only seasons or garnishes. What spoils first decides among those that use as much, taste among those that still
 * are equal: the steps are so far apart that seven of a lower one weigh less than one of the next.
 */
export const ONE_FOOD = 128;
export const SIDE_FOOD = 64;
/** A food in the kitchen that keeps only days. */
export const SPOILS = 8;

/** Wishes come in two kinds: a push moves a recipe as if foods were missing from it, a taste decides among equals. */
const ONE_PUSH = 1024;
const MOST_TASTE = 511;
const MOST_PUSH = 4095;

/** One number for both kinds, so that they are added in one go. @param push in `ONE_FOOD` @param taste whole points */
export function packPoints({
  push = 0,
  taste = 0,
}: {
  readonly push?: number;
  readonly taste?: number;
}): number {
  return Math.round(push * ONE_FOOD) * ONE_PUSH + Math.round(taste);
}

export function pushOf(packed: number): number {
  const push = Math.floor((packed + ONE_PUSH / 2) / ONE_PUSH);
  return Math.max(-MOST_PUSH, Math.min(MOST_PUSH, push));
}

export function tasteOf(packed: number): number {
  const taste = packed - Math.floor((packed + ONE_PUSH / 2) / ONE_PUSH) * ONE_PUSH;
  return Math.max(-MOST_TASTE, Math.min(MOST_TASTE, taste));
}

/** A weight in steps that leave room for what decides among equals. */
export function weightPoints(weight: number, isMain: boolean): number {
  return Math.round((weight * (isMain ? ONE_FOOD : SIDE_FOOD)) / SPOILS) * SPOILS;
}
