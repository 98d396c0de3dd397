import type { Week } from "@/lib/contracts/week";
import { AppError } from "@/lib/core/errors";
import type { RowChange } from "@/lib/core/recipes/stock/row-changes";
import type { MealValues } from "@/lib/core/recipes/week/planned-meal";
import { recordIn } from "@/server/audit/service";
import { connection, transaction } from "@/server/db/transaction";
import * as kitchen from "../repository";
import { makeSteps } from "../row-steps";
import { mealWriter, readRecipeNumbers, readWeek } from "./repository";

/** The meals planned for some days, both included. */
export async function getWeek(
  days: { readonly from: string; readonly to: string },
  teamId: string,
): Promise<Week> {
  return await readWeek(connection(), teamId, days);
}

/**
 * Changes meals together; the same change sent again changes nothing.
 * @throws AppError request/not-found for a recipe that this person does not have; as makeSteps
 */
export async function changeWeek(change: RowChange<MealValues>, teamId: string): Promise<void> {
  const slugs = change.steps.flatMap(({ put }) => (put ? [put.slug] : []));
  await transaction(async (queries) => {
    await kitchen.lockKitchen(queries, teamId);
    const numbers = await readRecipeNumbers(queries, teamId, slugs);
    const numberOf = (slug: string) => {
      const number = numbers.get(slug);
      if (number === undefined) throw new AppError("request/not-found", { facts: { slug } });
      return number;
    };
    for (const slug of slugs) numberOf(slug);
    await makeSteps(change, mealWriter(queries, teamId, numberOf));
  });
}

/** Erases every planned meal for good. */
export async function eraseWeek(teamId: string): Promise<void> {
  await transaction(async (queries) => {
    await kitchen.eraseWeek(queries, teamId);
    await recordIn(queries, { action: "kitchen/erased", facts: { part: "week" }, teamId });
  });
}
