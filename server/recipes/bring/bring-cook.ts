import type { Bringing } from "@/lib/contracts/bringing";
import type { TakeoutCook } from "@/lib/contracts/takeout";
import { MOST_SERVINGS } from "@/lib/core/recipes/week/planned-meal";
import { connection, type Transaction, transaction } from "@/server/db/transaction";
import * as repository from "../cook/repository";
import { readRecipeNumbers } from "../kitchen/week/repository";
import { readVocabulary } from "../repository";

/** Where an archive's recipes are here. */
export interface RecipePlaces {
  readonly slugOf: (slug: string) => string;
  /** Addresses of recipes that a trial would add. */
  readonly willBeHere: ReadonlySet<string>;
}

interface CookHere extends Bringing, RecipePlaces {
  readonly queries: Transaction;
  readonly numbers: ReadonlyMap<string, number>;
  readonly here: TakeoutCook;
}

/** Takes in what somebody likes, what they cooked and how they cook, all of it or nothing. */
export async function bringCook(cook: TakeoutCook, places: RecipePlaces, bringing: Bringing): Promise<void> {
  const { who, isTrial } = bringing;
  const here = await repository.readCook(connection(), who, { isWhole: true });
  const work = async (queries: Transaction) => {
    const named = [...cook.favourites, ...cook.dislikedRecipes, ...cook.cooked];
    const slugs = [...new Set(named.map(({ slug }) => places.slugOf(slug)))];
    const numbers = await readRecipeNumbers(queries, who.teamId, slugs);
    const one: CookHere = { ...bringing, ...places, queries, numbers, here };
    await bringOpinions(cook, one);
    await bringDislikedFoods(cook.dislikedFoods, one);
    await bringHistory(cook.cooked, one);
    await bringProfile(cook, one);
  };
  // a trial writes nothing, so it needs no transaction that could be rolled back
  await (isTrial ? work(connection() as Transaction) : transaction(work));
}

async function bringOpinions(cook: TakeoutCook, one: CookHere): Promise<void> {
  const { who, isTrial, tell, slugOf, willBeHere, queries, numbers, here } = one;
  const [likes, dislikes] = [here.favourites, here.dislikedRecipes].map(
    (list) => new Set(list.map(({ slug }) => slug)),
  );
  // the newest is first: their order is kept by times a millisecond apart
  const now = Date.now();
  for (const [list, opinion] of [
    [cook.favourites, "favourite"],
    [cook.dislikedRecipes, "dislike"],
  ] as const) {
    const [same, other] = opinion === "favourite" ? [likes, dislikes] : [dislikes, likes];
    for (const [place, { slug: was, title }] of list.entries()) {
      const slug = slugOf(was);
      const number = numbers.get(slug);
      if (number === undefined && !willBeHere.has(slug)) tell("likes", title, { left: "unknown-recipe" });
      else if (same?.has(slug)) tell("likes", title, "known");
      else if (other?.has(slug)) tell("likes", title, { left: "other-answer-here" });
      else {
        tell("likes", title, "added");
        const at = new Date(now - place);
        if (!isTrial && number !== undefined)
          await repository.writeOpinion(queries, who.userId, number, opinion, at);
      }
    }
  }
}

async function bringDislikedFoods(foodIds: readonly string[], one: CookHere): Promise<void> {
  const { who, isTrial, tell, queries, here } = one;
  if (foodIds.length === 0) return;
  const foods = new Map(
    (await readVocabulary(queries)).foods.map(({ number, food }) => [food.id, { number, food }]),
  );
  for (const foodId of foodIds) {
    const known = foods.get(foodId);
    const name = known?.food.name ?? foodId;
    if (!known) tell("likes", name, { left: "unknown-food" });
    else if (here.dislikedFoods.includes(foodId)) tell("likes", name, "known");
    else {
      tell("likes", name, "added");
      if (!isTrial) await repository.writeFoodDislike(queries, who.userId, known.number, true);
    }
  }
}

type CookedEntry = TakeoutCook["cooked"][number];
const entryKey = (slug: string, { servings, cookedAt }: CookedEntry) => `${slug} ${servings} ${cookedAt}`;

async function bringHistory(cooked: readonly CookedEntry[], one: CookHere): Promise<void> {
  const { who, isTrial, tell, slugOf, willBeHere, queries, numbers, here } = one;
  const added: { recipeId: number; servings: number; cookedAt: Date }[] = [];
  const left = new Map<string, number>();
  for (const entry of here.cooked) {
    const key = entryKey(entry.slug, entry);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  // the oldest is written first, as it was there
  for (const entry of cooked.toReversed()) {
    const slug = slugOf(entry.slug);
    const number = numbers.get(slug);
    const key = entryKey(slug, entry);
    const same = left.get(key) ?? 0;
    if (number === undefined && !willBeHere.has(slug))
      tell("cooked", entry.title, { left: "unknown-recipe" });
    else if (entry.servings < 1 || entry.servings > MOST_SERVINGS)
      tell("cooked", entry.title, { left: "unreadable" });
    else if (same > 0) {
      left.set(key, same - 1);
      tell("cooked", entry.title, "known");
    } else {
      tell("cooked", entry.title, "added");
      const { servings, cookedAt } = entry;
      if (number !== undefined) added.push({ recipeId: number, servings, cookedAt: new Date(cookedAt) });
    }
  }
  if (!isTrial) await repository.insertHistory(queries, who.userId, added);
}

async function bringProfile({ household, skill }: TakeoutCook, one: CookHere): Promise<void> {
  const { who, isTrial, tell, queries, here } = one;
  if (household === null && skill === null) return;
  const name = [household, skill].filter((part) => part !== null).join(", ");
  const isOther = (there: unknown, known: unknown) => there !== null && known !== null && there !== known;
  const isNew = (there: unknown, known: unknown) => there !== null && known === null;
  if (isOther(household, here.household) || isOther(skill, here.skill))
    tell("profile", name, { left: "other-answer-here" });
  else if (!isNew(household, here.household) && !isNew(skill, here.skill)) tell("profile", name, "known");
  else {
    tell("profile", name, "added");
    if (!isTrial)
      await repository.writeProfile(queries, who.userId, {
        household: here.household ?? household,
        skill: here.skill ?? skill,
      });
  }
}
