import type { Stock } from "@/lib/contracts/stock";
import { AppError } from "@/lib/core/errors";
import type { RowChange } from "@/lib/core/recipes/stock/row-changes";
import type { StockValues } from "@/lib/core/recipes/stock/stocked-food";
import { connection, transaction } from "@/server/db/transaction";
import { recipeMemoryNow } from "../../recipe-memory-now";
import * as kitchen from "../repository";
import { makeSteps } from "../row-steps";
import { readStock, stockWriter } from "./repository";

/** What was taken away is known for this long. */
export const REMEMBER_DAYS = 30;
const DAY_MS = 86_400_000;

/** A person's pantry: off, and empty, until they switch it on. */
export async function getStock(teamId: string): Promise<Stock> {
  const [isOn, foods] = await Promise.all([
    kitchen.readIsPantryOn(connection(), teamId),
    readStock(connection(), teamId),
  ]);
  return { isOn, foods };
}

export async function switchStock(isOn: boolean, teamId: string): Promise<void> {
  await kitchen.writeIsPantryOn(connection(), teamId, isOn);
}

/**
 * Changes foods of the pantry together; the same change sent again changes nothing.
 * @throws AppError request/not-found for a food the vocabulary does not have; as makeSteps
 */
export async function changeStock(change: RowChange<StockValues>, teamId: string): Promise<void> {
  const { numberOf } = await recipeMemoryNow();
  const foodNumber = (foodId: string) => {
    const number = numberOf(foodId);
    if (number === undefined) throw new AppError("request/not-found", { facts: { food: foodId } });
    return number;
  };
  for (const { put } of change.steps) if (put) foodNumber(put.foodId);
  await transaction(async (queries) => {
    await kitchen.lockKitchen(queries, teamId);
    await makeSteps(change, stockWriter(queries, teamId, foodNumber));
    await kitchen.eraseRemoved(queries, teamId, new Date(Date.now() - REMEMBER_DAYS * DAY_MS));
  });
}

/** Erases every food of it for good. */
export async function eraseStock(teamId: string): Promise<void> {
  await kitchen.eraseStock(connection(), teamId);
}
