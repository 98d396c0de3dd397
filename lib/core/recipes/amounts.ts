import type { Unit } from "./food";

export interface Amount {
  readonly quantity: number;
  readonly unit: Unit;
}

/** Units of one dimension with the factor to its first one. */
const FAMILIES: Partial<Record<Unit, { readonly base: Unit; readonly factor: number }>> = {
  g: { base: "g", factor: 1 },
  kg: { base: "g", factor: 1000 },
  ml: { base: "ml", factor: 1 },
  l: { base: "ml", factor: 1000 },
  tsp: { base: "tsp", factor: 1 },
  tbsp: { base: "tsp", factor: 3 },
};

/** An amount in the unit that all of its dimension are added up in. Amounts compare when their base units are the same. */
export function inBaseUnit({ quantity, unit }: Amount): Amount {
  const { base, factor } = FAMILIES[unit] ?? { base: unit, factor: 1 };
  return { unit: base, quantity: quantity * factor };
}

/** Amounts of one food added up in their base unit; null if there are none or they do not compare. */
export function sumOf(amounts: readonly (Amount | null)[]): Amount | null {
  const inBase = amounts.map((amount) => amount && inBaseUnit(amount));
  const [first] = inBase;
  if (!first || inBase.some((amount) => amount?.unit !== first.unit)) return null;
  return { unit: first.unit, quantity: inBase.reduce((sum, amount) => sum + (amount?.quantity ?? 0), 0) };
}

/** What an amount of a base unit is called where it was written in this unit: 1,500 g of "kg" is 1.5 kg. */
export function inUnit(quantity: number, unit: Unit): number {
  return rounded(quantity / (FAMILIES[unit]?.factor ?? 1));
}

/** Thirds and tenths add up to whole numbers again. */
export function rounded(quantity: number): number {
  return Math.round(quantity * 1e6) / 1e6;
}
