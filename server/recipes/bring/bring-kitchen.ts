import { randomUUID } from "node:crypto";
import type { Bringing } from "@/lib/contracts/bringing";
import { type ShoppingList, sharedLineSchema } from "@/lib/contracts/shopping";
import { type Stock, stockValuesSchema } from "@/lib/contracts/stock";
import { mealValuesSchema, type Week } from "@/lib/contracts/week";
import { connection, type Transaction, transaction } from "@/server/db/transaction";
import * as kitchen from "../kitchen/repository";
import { lineWriter, readLines, writeTicks } from "../kitchen/shopping/repository";
import { readStock, stockWriter } from "../kitchen/stock/repository";
import { mealWriter, readRecipeNumbers, readWeek } from "../kitchen/week/repository";
import { readVocabulary } from "../repository";
import { placesOf } from "./row-places";

/** Rows of one archive, and what they have become. */
interface KitchenRows {
  readonly stock: Stock;
  readonly list: ShoppingList;
}

const ALL_DAYS = { from: "2000-01-01", to: "2199-12-31" };
const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

/** Runs what reads alone on a connection, and what writes in a transaction that holds the kitchen. */
function withKitchen<T>({ isTrial, who }: Bringing, work: (queries: Transaction) => Promise<T>): Promise<T> {
  // a trial writes nothing, so it needs no transaction that could be rolled back
  if (isTrial) return work(connection() as Transaction);
  return transaction(async (queries) => {
    await kitchen.lockKitchen(queries, who.teamId);
    return work(queries);
  });
}

/**
 * Takes pantry and shopping list in, all of it or nothing: what is ticked on the list names rows of the pantry.
 * @param slugOf the address here of an archive's recipe
 */
export function bringPantryAndList(
  { stock, list }: KitchenRows,
  slugOf: (slug: string) => string,
  bringing: Bringing,
): Promise<void> {
  return withKitchen(bringing, async (queries) => {
    const changeId = randomUUID();
    const here = await bringStock(queries, stock, changeId, bringing);
    await bringList(queries, list, { ...bringing, changeId, slugOf, stockRow: here });
  });
}

type StockRow = (row: { readonly id: string; readonly changeId: string }) => { id: string; changeId: string };

/** @returns where a row of the archive's pantry is here, for what names it */
async function bringStock(
  queries: Transaction,
  stock: Stock,
  changeId: string,
  bringing: Bringing,
): Promise<StockRow> {
  const { who, isTrial, tell } = bringing;
  const { teamId } = who;
  const foods = new Map(
    (await readVocabulary(queries)).foods.map(({ number, food }) => [food.id, { number, food }]),
  );
  const writer = stockWriter(queries, teamId, (foodId) => foods.get(foodId)?.number ?? -1);
  const standing = await readStock(queries, teamId);
  const place = await placesOf(idsOf(stock.foods), new Set(idsOf(standing)), writer, bringing);
  const changes = new Map(standing.map((row) => [row.id, row.changeId]));
  const changeOf = new Map(stock.foods.map((row) => [row.id, row.changeId]));
  for (const { id: was, changeId: _, ...row } of stock.foods) {
    const food = foods.get(row.foodId)?.food;
    const name = food?.name ?? row.foodId;
    const values = stockValuesSchema.safeParse(row).data;
    const { id, isKnown } = place(was);
    if (!food) tell("pantry", name, { left: "unknown-food" });
    else if (!values) tell("pantry", name, { left: "unreadable" });
    else {
      tell("pantry", name, isKnown ? "known" : "added");
      if (isKnown) continue;
      changes.set(id, changeId);
      if (!isTrial) await writer.put(id, values, changeId);
    }
  }
  const isNew = stock.foods.length === 0 || [...changes.values()].includes(changeId);
  // one who has switched it off since keeps it off when the same archive comes again
  if (stock.isOn && isNew && !isTrial) await kitchen.writeIsPantryOn(queries, teamId, true);
  return (row) => {
    const { id } = place(row.id);
    // a row that was changed after it was bought counts as changed here too
    const isSame = changeOf.get(row.id) === row.changeId;
    return { id, changeId: (isSame ? changes.get(id) : undefined) ?? row.changeId };
  };
}

interface BringList extends Bringing {
  readonly changeId: string;
  readonly slugOf: (slug: string) => string;
  readonly stockRow: StockRow;
}

async function bringList(queries: Transaction, list: ShoppingList, bringing: BringList): Promise<void> {
  const { who, isTrial, tell, changeId, slugOf, stockRow } = bringing;
  const writer = lineWriter(queries, who.teamId);
  const standing = new Set(idsOf(await readLines(queries, who.teamId)));
  const place = await placesOf(idsOf(list.lines), standing, writer, bringing);
  for (const line of list.lines) {
    const name = line.content.kind === "recipe" ? line.content.title : line.content.text;
    const { id, isKnown } = place(line.id);
    if (!sharedLineSchema.safeParse(line).success) {
      tell("shopping", name, { left: "unreadable" });
      continue;
    }
    tell("shopping", name, isKnown ? "known" : "added");
    if (isKnown || isTrial) continue;
    const { content } = line;
    await writer.put(
      id,
      content.kind === "recipe" ? { ...content, slug: slugOf(content.slug) } : content,
      changeId,
    );
    const ticked = line.ticked.map(({ key, bought }) => ({ key, bought: bought.map(stockRow) }));
    if (ticked.length > 0) await writeTicks(queries, id, ticked);
  }
}

/**
 * Takes planned meals in, all of them or nothing. A meal whose recipe is not here is left out, and what is left of it too.
 * @param slugOf the address here of an archive's recipe
 * @param willBeHere addresses of recipes that a trial would add
 */
export function bringWeek(
  { meals }: Pick<Week, "meals">,
  { slugOf, willBeHere }: { slugOf: (slug: string) => string; willBeHere: ReadonlySet<string> },
  bringing: Bringing,
): Promise<void> {
  const { who, isTrial, tell } = bringing;
  return withKitchen(bringing, async (queries) => {
    const slugs = [...new Set(meals.map(({ slug }) => slugOf(slug)))];
    const numbers = await readRecipeNumbers(queries, who.teamId, slugs);
    const writer = mealWriter(queries, who.teamId, (slug) => numbers.get(slug) ?? -1);
    const standing = new Set(idsOf((await readWeek(queries, who.teamId, ALL_DAYS)).meals));
    const place = await placesOf(idsOf(meals), standing, writer, bringing);
    const changeId = randomUUID();
    const taken = new Set<string>();
    // what is left of a meal comes after the meal
    for (const meal of meals.toSorted(
      (a, b) => Number(a.leftoverOf !== null) - Number(b.leftoverOf !== null),
    )) {
      const { id: was, changeId: _, ...row } = meal;
      const name = `${row.slug}, ${row.day}`;
      const { id, isKnown } = place(was);
      const slug = slugOf(row.slug);
      const whole = row.leftoverOf === null ? null : place(row.leftoverOf);
      const from = whole?.id ?? null;
      const values = mealValuesSchema.safeParse({ ...row, slug, leftoverOf: from }).data;
      const isThere = numbers.has(slug) || willBeHere.has(slug);
      if (isKnown) tell("week", name, "known");
      else if (!isThere) tell("week", name, { left: "unknown-recipe" });
      else if (!values) tell("week", name, { left: "unreadable" });
      else if (whole && !whole.isKnown && !taken.has(whole.id)) tell("week", name, { left: "meal-left-out" });
      else {
        tell("week", name, "added");
        if (!isTrial) await writer.put(id, values, changeId);
      }
      if (isKnown || (isThere && values)) taken.add(id);
    }
  });
}
