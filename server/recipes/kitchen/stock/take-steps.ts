import type { KitchenAnswer } from "@/lib/contracts/shopping";
import { AppError } from "@/lib/core/errors";
import { inBaseUnit } from "@/lib/core/recipes/amounts";
import type { RowStep } from "@/lib/core/recipes/stock/row-changes";
import type { StockValues } from "@/lib/core/recipes/stock/stocked-food";
import { type StockChange, takeFrom } from "@/lib/core/recipes/stock/take-step";
import type { Transaction } from "@/server/db/transaction";
import * as kitchen from "../repository";
import { readHeld } from "./repository";

export interface PlainSteps {
  readonly steps: readonly RowStep<StockValues>[];
  /** By row, what was taken that was not there. */
  readonly short: Readonly<Record<string, number>>;
  readonly told: KitchenAnswer["short"];
}

/**
 * Makes plain steps of those that take an amount: whatever somebody else took meanwhile, what is taken goes off what is truly there.
 * @throws AppError kitchen/changed-elsewhere where the amounts no longer compare, request/not-found
 */
export async function plainSteps(
  queries: Transaction,
  change: StockChange,
  teamId: string,
): Promise<PlainSteps> {
  const takes = change.steps.filter(({ take }) => take !== undefined);
  const held = new Map(
    (
      await readHeld(
        queries,
        teamId,
        takes.map(({ id }) => id),
      )
    ).map((row) => [row.id, row]),
  );
  const shortOf = new Map<string, Readonly<Record<string, number>>>();
  for (const of of new Set(takes.flatMap(({ take }) => (take?.of === undefined ? [] : [take.of])))) {
    const short = await kitchen.readShort(queries, teamId, of);
    // what was never taken is not given back
    if (!short) throw new AppError("kitchen/changed-elsewhere");
    shortOf.set(of, short);
  }
  const short: Record<string, number> = {};
  const told: KitchenAnswer["short"][number][] = [];
  const steps = change.steps.map((step): RowStep<StockValues> => {
    const { id, base, put, take } = step;
    if (!take) return { id, base, put };
    const row = held.get(id);
    if (!row) throw new AppError("request/not-found");
    const { id: _id, changeId, ...values } = row;
    const back = take.of === undefined ? 0 : (shortOf.get(take.of)?.[id] ?? 0);
    const taken = takeFrom(values, { ...step, take }, back);
    if (!taken) throw new AppError("kitchen/changed-elsewhere");
    if (taken.short > 0) {
      short[id] = taken.short;
      told.push({ foodId: row.foodId, quantity: taken.short, unit: inBaseUnit(take).unit });
    }
    return { id, base: changeId, put: taken.put };
  });
  return { steps, short, told };
}
