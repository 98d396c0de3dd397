import { inBaseUnit, inUnit, rounded } from "../amounts";
import type { Unit } from "../food";
import { applyChange, inverseOf, type RowChange, type RowStep } from "./row-changes";
import { amountOf, type StockedFood, type StockValues } from "./stocked-food";

/** An amount that goes out of a row whatever it holds by then, so that two people may take from one row at once. */
export interface Take {
  /** Negative gives it back. */
  readonly quantity: number;
  readonly unit: Unit;
  /** The change that is taken back: what it found too little of is not given back. */
  readonly of?: string | undefined;
}

/** A step on a row of the pantry. With `take`, `put` is the row as the page shows it until the server has answered. */
export interface StockStep extends RowStep<StockValues> {
  readonly take?: Take | undefined;
}

export interface StockChange extends RowChange<StockValues> {
  readonly steps: readonly StockStep[];
}

/** What a row holds and whether it was taken away. */
export interface HeldRow extends StockValues {
  readonly isRemoved: boolean;
}

export interface Taken {
  /** The row as it shall be; null where nothing is left. */
  readonly put: StockValues | null;
  /** How much was taken that was not there, in the base unit of `take`; 0 where there was enough. */
  readonly short: number;
}

/**
 * Takes an amount out of what a row truly holds.
 * @param back how much of what is given back was never there, in the base unit of `take`
 * @returns null where the amounts do not compare: only a person knows what is left
 */
export function takeFrom(
  row: HeldRow,
  { put, take }: StockStep & { readonly take: Take },
  back = 0,
): Taken | null {
  const asked = inBaseUnit(take);
  const held = row.isRemoved ? { quantity: 0, unit: row.unit ?? take.unit } : amountOf(row);
  if (!held) return null;
  const has = inBaseUnit(held);
  if (has.unit !== asked.unit) return null;
  const rest = rounded(has.quantity - (asked.quantity + back));
  const { isRemoved, ...values } = row;
  const kept = isRemoved && put ? { ...put, unit: held.unit } : values;
  return {
    put: rest > 0 ? { ...kept, quantity: inUnit(rest, held.unit) } : null,
    short: rest < 0 ? -rest : 0,
  };
}

/** The foods after a change, as the server will have them unless somebody else has changed a row; applying it again changes nothing. */
export function applyStockChange(foods: readonly StockedFood[], change: StockChange): StockedFood[] {
  const byId = new Map(foods.map((food) => [food.id, food]));
  const steps = change.steps.flatMap((step): RowStep<StockValues>[] => {
    const food = byId.get(step.id);
    if (food?.changeId === change.id) return [];
    if (!step.take || !food) return [step];
    const { id: _id, changeId: _changeId, ...values } = food;
    const taken = takeFrom({ ...values, isRemoved: false }, { ...step, take: step.take });
    return [{ ...step, put: taken ? taken.put : step.put }];
  });
  return applyChange(foods, { id: change.id, steps });
}

/** The change that takes another back: what was taken is given back on top of what is there by then. */
export function inverseOfStock(change: StockChange, before: readonly StockedFood[], id: string): StockChange {
  const inverse = inverseOf(change, before, id);
  return {
    id,
    steps: inverse.steps.map((step, place) => {
      const take = change.steps[place]?.take;
      return take && step.put
        ? { ...step, take: { quantity: -take.quantity, unit: take.unit, of: change.id } }
        : step;
    }),
  };
}
