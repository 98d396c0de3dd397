import { type KitchenAnswer, type ShoppingList, shoppingListSchema } from "@/lib/contracts/shopping";
import { AppError } from "@/lib/core/errors";
import { type ListChange, type ListStep, untickedOf } from "@/lib/core/recipes/shopping/shared-list";
import { connection, type Transaction, transaction } from "@/server/db/transaction";
import * as kitchen from "../repository";
import { makeSteps } from "../row-steps";
import { readHeld, stockWriter } from "../stock/repository";
import { foodNumbers, rememberedSince } from "../stock/stock";
import { lineWriter, readLines, readLinesToTick, writeTicks } from "./repository";

/** What one change works with. */
interface Making {
  readonly queries: Transaction;
  readonly teamId: string;
  readonly changeId: string;
  readonly foodNumber: (foodId: string) => number;
}

type TickStep = Extract<ListStep, { do: "tick" }>;
type UntickStep = Extract<ListStep, { do: "untick" }>;

/** A team's shopping list. */
export async function getShoppingList(teamId: string): Promise<ShoppingList> {
  return shoppingListSchema.parse({ lines: await readLines(connection(), teamId) });
}

/**
 * Changes the list, and with ticks the pantry, together; the same change sent again changes nothing. Ticks of several people
 * add up: what is ticked already is left so, and goes into the pantry once.
 * @throws AppError kitchen/changed-elsewhere where a line wants something else by now; request/not-found
 */
export async function changeShoppingList({ id, list }: ListChange, teamId: string): Promise<KitchenAnswer> {
  const foodNumber = await foodNumbers(
    list.flatMap((step) => (step.do === "tick" ? step.bought.map(({ put }) => put.foodId) : [])),
  );
  return await transaction(async (queries) => {
    await kitchen.lockKitchen(queries, teamId);
    if (!(await kitchen.isNewChange(queries, teamId, id))) return { short: [], stays: [] };
    const making: Making = { queries, teamId, changeId: id, foodNumber };
    const puts = list.flatMap((step) =>
      step.do === "put" ? [{ id: step.id, base: step.base, put: step.content }] : [],
    );
    if (puts.length > 0) await makeSteps({ id, steps: puts }, lineWriter(queries, teamId));
    const stays: string[] = [];
    for (const step of list) {
      if (step.do === "tick") await tick(making, step);
      if (step.do === "untick") stays.push(...(await untick(making, step)));
    }
    await kitchen.eraseRemoved(queries, teamId, rememberedSince());
    return { short: [], stays };
  });
}

async function tick({ queries, teamId, changeId, foodNumber }: Making, step: TickStep): Promise<void> {
  const { key, bought, lines } = step;
  const seen = new Map(lines.map((line) => [line.id, line.changeId]));
  const there = await readLinesToTick(queries, teamId, [...seen.keys()]);
  // it was bought for what the line wanted then
  if (there.some((line) => !line.isRemoved && line.changeId !== seen.get(line.id)))
    throw new AppError("kitchen/changed-elsewhere");
  const open = there.filter(({ ticked }) => !ticked.some((one) => one.key === key));
  if (open.length === 0 && there.length > 0) return;
  // nobody can tell which part of an amount somebody else has put into the pantry
  if (open.length < there.length && bought.length > 0) throw new AppError("kitchen/changed-elsewhere");
  if (bought.length > 0)
    await makeSteps(
      { id: changeId, steps: bought.map(({ id, put }) => ({ id, base: null, put })) },
      stockWriter(queries, teamId, foodNumber),
    );
  const rows = bought.map(({ id }) => ({ id, changeId }));
  for (const line of open) await writeTicks(queries, line.id, [...line.ticked, { key, bought: rows }]);
}

/** @returns foods that stay in the pantry, since somebody has changed them since */
async function untick(
  { queries, teamId, changeId, foodNumber }: Making,
  step: UntickStep,
): Promise<string[]> {
  const there = await readLinesToTick(
    queries,
    teamId,
    step.lines.map(({ id }) => id),
  );
  const bought = new Map(
    there.flatMap(({ ticked }) =>
      ticked.flatMap((one) => (one.key === step.key ? one.bought.map((row) => [row.id, row.changeId]) : [])),
    ) as [string, string][],
  );
  for (const line of there)
    if (line.ticked.some(({ key }) => key === step.key))
      await writeTicks(queries, line.id, untickedOf(line.ticked, step));
  const held = (await readHeld(queries, teamId, [...bought.keys()])).filter(({ isRemoved }) => !isRemoved);
  const same = held.filter((food) => food.changeId === bought.get(food.id));
  if (same.length > 0)
    await makeSteps(
      { id: changeId, steps: same.map((food) => ({ id: food.id, base: food.changeId, put: null })) },
      stockWriter(queries, teamId, foodNumber),
    );
  return held.filter((food) => !same.includes(food)).map(({ foodId }) => foodId);
}
