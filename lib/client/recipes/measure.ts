import { convert } from "convert";
import type { Unit } from "@/lib/core/recipes/food";
import { formatFraction, roundForScale } from "@/lib/core/recipes/quantity";
import type { UnitSystem } from "./unit-systems";

/** Units that only the US side of the page writes. */
export type ShownUnit = Unit | "oz" | "lb" | "in";

/** An amount ready to show: "1½" of "cup". */
export interface Measure {
  readonly text: string;
  readonly unit: ShownUnit;
  /** What the text says, for choosing singular or plural. */
  readonly value: number;
}

/** Below this many ounces a weight is written in ounces, from here in pounds. */
const OUNCES_IN_POUND = 16;
const SPOONS = 4;

/**
 * Writes an amount for a kitchen: weights stay weights and volumes volumes, as no densities are assumed. US: ounces
 * and pounds, spoons and cups, inches. Metric: kilograms and litres from a thousand on. Counts and spoons are the
 * same in both.
 * @param quantity positive
 */
export function toMeasure(quantity: number, unit: Unit, system: UnitSystem): Measure {
  if (unit === "g" || unit === "kg") return weight(unit === "kg" ? quantity * 1000 : quantity, system);
  if (unit === "ml" || unit === "l") return volume(unit === "l" ? quantity * 1000 : quantity, system);
  if (unit === "cm" && system === "us") return fraction(convert(quantity, "cm").to("in"), "in");
  return fraction(quantity, unit);
}

function weight(grams: number, system: UnitSystem): Measure {
  if (system === "metric") return grams >= 1000 ? decimal(grams / 1000, "kg") : rounded(grams, "g");
  const ounces = convert(grams, "g").to("oz");
  return ounces >= OUNCES_IN_POUND ? fraction(ounces / OUNCES_IN_POUND, "lb") : fraction(ounces, "oz");
}

function volume(millilitres: number, system: UnitSystem): Measure {
  if (system === "metric")
    return millilitres >= 1000 ? decimal(millilitres / 1000, "l") : rounded(millilitres, "ml");
  const tablespoons = convert(millilitres, "mL").to("tbsp");
  if (tablespoons >= SPOONS) return fraction(convert(millilitres, "mL").to("cup"), "cup");
  return tablespoons >= 1
    ? fraction(tablespoons, "tbsp")
    : fraction(convert(millilitres, "mL").to("tsp"), "tsp");
}

function fraction(value: number, unit: ShownUnit): Measure {
  return { text: formatFraction(value), unit, value };
}

function rounded(value: number, unit: ShownUnit): Measure {
  const shown = roundForScale(value);
  return { text: String(shown), unit, value: shown };
}

function decimal(value: number, unit: ShownUnit): Measure {
  const shown = Math.round(value * 100) / 100;
  return { text: String(shown), unit, value: shown };
}
