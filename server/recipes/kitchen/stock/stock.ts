import type { KitchenAnswer } from "@/lib/contracts/shopping";
import type { Stock } from "@/lib/contracts/stock";
import { AppError } from "@/lib/core/errors";
import type { StockChange } from "@/lib/core/recipes/stock/take-step";
import { recordIn } from "@/server/audit/service";
import { connection, transaction } from "@/server/db/transaction";
import { recipeMemoryNow } from "../../recipe-memory-now";
import * as kitchen from "../repository";
import { makeSteps } from "../row-steps";
import { readStock, stockWriter } from "./repository";
import { plainSteps } from "./take-steps";

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

/** @throws AppError request/not-found for a food the vocabulary does not have */
export async function foodNumbers(foodIds: readonly string[]): Promise<(foodId: string) => number> {
  const { numberOf } = await recipeMemoryNow();
  const foodNumber = (foodId: string) => {
    const number = numberOf(foodId);
    if (number === undefined) throw new AppError("request/not-found", { facts: { food: foodId } });
    return number;
  };
  for (const foodId of foodIds) foodNumber(foodId);
  return foodNumber;
}

export const rememberedSince = () => new Date(Date.now() - REMEMBER_DAYS * DAY_MS);

/**
 * Changes foods of the pantry together; the same change sent again changes nothing.
 * @throws AppError request/not-found for a food the vocabulary does not have; as makeSteps and plainSteps
 */
export async function changeStock(change: StockChange, teamId: string): Promise<KitchenAnswer> {
  const foodNumber = await foodNumbers(change.steps.flatMap(({ put }) => (put ? [put.foodId] : [])));
  return await transaction(async (queries) => {
    await kitchen.lockKitchen(queries, teamId);
    if (!(await kitchen.isNewChange(queries, teamId, change.id))) return { short: [], stays: [] };
    const { steps, short, told } = await plainSteps(queries, change, teamId);
    await makeSteps({ id: change.id, steps }, stockWriter(queries, teamId, foodNumber));
    if (told.length > 0) await kitchen.writeShort(queries, teamId, change.id, short);
    await kitchen.eraseRemoved(queries, teamId, rememberedSince());
    return { short: told, stays: [] };
  });
}

/** Erases every food of it for good. */
export async function eraseStock(teamId: string): Promise<void> {
  await transaction(async (queries) => {
    await kitchen.eraseStock(queries, teamId);
    await recordIn(queries, { action: "kitchen/erased", facts: { part: "pantry" }, teamId });
  });
}
