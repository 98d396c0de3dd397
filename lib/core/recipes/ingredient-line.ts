import { UNITS, type Unit } from "./food";
import type { Ingredient } from "./recipe";

const LINE = /^(?:(\d+(?:\.\d+)?(?:\/\d+)?) ([a-z]+) )?([a-z][a-z-]*)(\?)?(?:, (.+))?$/;

/**
 * Reads one line of the catalogue: `200 g red-lentils, rinsed`, `1/2 pc lemon?, to serve`, `salt`.
 * A question mark makes the ingredient optional; without a quantity it is to taste.
 * @throws RangeError naming the line when it has another shape or an unknown unit
 */
export function parseIngredientLine(line: string): Ingredient {
  const match = LINE.exec(line);
  if (!match) throw new RangeError(`not an ingredient line: "${line}"`);
  const [, amount, unit, foodId, optional, note] = match;
  if (unit !== undefined && !isUnit(unit)) throw new RangeError(`unknown unit "${unit}" in "${line}"`);
  return {
    foodId: foodId ?? "",
    quantity: amount === undefined ? null : readAmount(amount),
    unit: unit === undefined ? null : (unit as Unit),
    note: note ?? null,
    optional: optional !== undefined,
  };
}

export function isUnit(value: string): value is Unit {
  return (UNITS as readonly string[]).includes(value);
}

function readAmount(text: string): number {
  const [numerator = "0", denominator = "1"] = text.split("/");
  const value = Number(numerator) / Number(denominator);
  if (!(value > 0) || !Number.isFinite(value)) throw new RangeError(`not an amount: "${text}"`);
  return value;
}
